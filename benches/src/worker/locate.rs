//! Where the worker executables are.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, bail};

use super::client::Worker;
use crate::Result;
use crate::backend::Backend;

/// The path of a worker.
///
/// Workers lie beside `neural-bench`, one folder above the tests, benches and examples. Cargo builds them for
/// `cargo bench` and `cargo test` of the whole workspace, but not for `cargo run`; so a program that cargo runs
/// has cargo build the worker first, which is a matter of a moment when it is fresh.
pub(super) fn locate(worker: Worker) -> Result<PathBuf> {
    let current = env::current_exe().context("cannot tell where this program lies")?;
    let mut folder = current.parent().context("this program lies nowhere")?;
    if folder.ends_with("deps") || folder.ends_with("examples") {
        folder = folder.parent().context("this program lies nowhere")?;
    }
    if let Some(cargo) = env::var_os("CARGO") {
        static BUILT: [OnceLock<Result<(), String>>; Backend::ALL.len()] =
            [const { OnceLock::new() }; Backend::ALL.len()];
        BUILT[worker.backend as usize]
            .get_or_init(|| build(worker.backend, Path::new(&cargo), folder))
            .clone()
            .map_err(anyhow::Error::msg)?;
    }
    let path = folder.join(worker.executable());
    if !path.exists() {
        bail!(
            "{} is missing; build it with `cargo build --release`",
            path.display()
        );
    }
    Ok(path)
}

/// What builds the workers of a backend, and nothing where they are fresh.
///
/// As part of a build of the whole workspace, which `cargo bench` has made already: another selection of packages
/// means other features of what they share, and all is built again.
pub(crate) fn build_command(backend: Backend, cargo: &Path, release: bool) -> Command {
    let profile = if release { "release" } else { "dev" };
    let mut command = Command::new(cargo);
    command
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .args(["build", "--quiet", "--profile", profile]);
    for memory in [false, true] {
        command.args(["--bin", &Worker { backend, memory }.executable()]);
    }
    if cfg!(feature = "growth") {
        let packages = ["neural-bench".to_owned()]
            .into_iter()
            .chain(Backend::ALL.map(|backend| format!("neural-bench-{backend}")));
        for package in packages {
            command.args(["--features", &format!("{package}/growth")]);
        }
    }
    command
}

/// Builds the workers of a backend in the profile whose folder this is.
fn build(backend: Backend, cargo: &Path, folder: &Path) -> Result<(), String> {
    let output = build_command(backend, cargo, folder.ends_with("release"))
        .output()
        .map_err(|error| format!("cannot start {}: {error}", cargo.display()))?;
    if output.status.success() {
        Ok(())
    } else {
        let errors = String::from_utf8_lossy(&output.stderr);
        Err(format!(
            "cannot build the workers of {backend}:\n{}",
            errors.trim_end()
        ))
    }
}
