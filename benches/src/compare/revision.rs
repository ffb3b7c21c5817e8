//! Building another revision of this repository.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};

use super::run::Other;
use crate::evidence::Revision;
use crate::{Result, results};

/// Builds the workers of a revision, in a work tree of its own below the results, and leaves them there:
/// the second time nothing is built.
///
/// # Errors
/// Where there is no such revision, or it does not build.
pub fn build(revision: &str) -> Result<Other> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let commit = git(
        &repository,
        &[
            "rev-parse",
            "--verify",
            "--quiet",
            &format!("{revision}^{{commit}}"),
        ],
    )
    .with_context(|| {
        format!("`{revision}` is no evidence on disk and no revision of this repository")
    })?;
    let folder = results::folder().join("revisions").join(&commit);
    let tree = folder.join("tree");
    if !tree.join("Cargo.toml").exists() {
        let path = tree.to_str().context("the path is not UTF-8")?;
        git(&repository, &["worktree", "prune"])?;
        git(
            &repository,
            &["worktree", "add", "--detach", "--force", path, &commit],
        )?;
    }
    let target = folder.join("target");
    let profile = if cfg!(debug_assertions) {
        "dev"
    } else {
        "release"
    };
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let status = Command::new(&cargo)
        .args(["build", "--bins", "--profile", profile, "--target-dir"])
        .arg(&target)
        .current_dir(&tree)
        .status()
        .with_context(|| format!("cannot start {}", cargo.display()))?;
    ensure!(status.success(), "{revision} does not build");
    Ok(Other {
        revision: Revision {
            name: revision.to_owned(),
            commit,
        },
        folder: target.join(if cfg!(debug_assertions) {
            "debug"
        } else {
            "release"
        }),
    })
}

/// What git says.
fn git(repository: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(repository)
        .args(arguments)
        .output()
        .context("cannot start git")?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "git {}: {}",
        arguments.join(" "),
        errors.trim_end()
    );
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
