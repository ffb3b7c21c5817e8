//! Where the worker executables are.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, bail};

use super::client::available;
use crate::Result;
use crate::backend::Backend;

/// The path of a worker.
///
/// Workers lie beside `neural-bench`, one folder above the tests, benches and examples. `cargo run`
/// builds only the program that it runs; so a program that cargo runs has cargo build the workers
/// first, which is a matter of a moment when they are fresh.
pub(super) fn locate(name: &str) -> Result<PathBuf> {
    let current = env::current_exe().context("cannot tell where this program lies")?;
    let mut folder = current.parent().context("this program lies nowhere")?;
    let harness = folder.ends_with("deps");
    if harness || folder.ends_with("examples") {
        folder = folder.parent().context("this program lies nowhere")?;
    }
    // Tests and benches: cargo built the workers before them, and may still hold its lock.
    if !harness && let Some(cargo) = env::var_os("CARGO") {
        static BUILT: OnceLock<Result<(), String>> = OnceLock::new();
        BUILT
            .get_or_init(|| build(Path::new(&cargo), folder))
            .clone()
            .map_err(anyhow::Error::msg)?;
    }
    let path = folder.join(name);
    if !path.exists() {
        bail!(
            "{} is missing; build it with `cargo build --release`",
            path.display()
        );
    }
    Ok(path)
}

/// What builds the executables of this build, and nothing where they are fresh.
///
/// With every backend, as a build of the whole workspace that `cargo bench` has made already: another
/// selection of packages means other features of what they share, and all is built again.
pub(crate) fn build_command(cargo: &Path, release: bool) -> Command {
    let backends: Vec<&str> = Backend::ALL
        .into_iter()
        .filter(|&backend| available(backend))
        .map(Backend::as_str)
        .collect();
    let profile = if release { "release" } else { "dev" };
    let suite = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "--bins", "--profile", profile]);
    let growth = cfg!(feature = "growth");
    if backends.len() == Backend::ALL.len() {
        command.current_dir(suite.join(".."));
        if growth {
            command.args(["--features", "neural-bench/growth"]);
        }
    } else {
        let mut features = backends;
        if growth {
            features.push("growth");
        }
        command.current_dir(suite);
        command.args(["--no-default-features", "--features", &features.join(",")]);
    }
    command
}

/// Builds the workers in the profile whose folder this is.
fn build(cargo: &Path, folder: &Path) -> Result<(), String> {
    let mut command = build_command(cargo, folder.ends_with("release"));
    let output = command
        .output()
        .map_err(|error| format!("cannot start {}: {error}", cargo.display()))?;
    if output.status.success() {
        Ok(())
    } else {
        let errors = String::from_utf8_lossy(&output.stderr);
        Err(format!("cannot build the workers:\n{}", errors.trim_end()))
    }
}
