//! Where the worker executables are.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, bail};

use crate::Result;

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
            "{} is missing; build it with `cargo build --release -p neural-bench --bins`",
            path.display()
        );
    }
    Ok(path)
}

/// Builds the workers in the profile whose folder this is.
fn build(cargo: &Path, folder: &Path) -> Result<(), String> {
    let features: Vec<&str> = [
        ("torch", cfg!(feature = "torch")),
        ("tensorflow", cfg!(feature = "tensorflow")),
    ]
    .into_iter()
    .filter_map(|(name, on)| on.then_some(name))
    .collect();
    let profile = if folder.ends_with("release") {
        "release"
    } else {
        "dev"
    };
    let output = Command::new(cargo)
        .args(["build", "--quiet", "--package", "neural-bench", "--bins"])
        .args(["--profile", profile, "--no-default-features", "--features"])
        .arg(features.join(","))
        .arg("--manifest-path")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .map_err(|error| format!("cannot start {}: {error}", cargo.display()))?;
    if output.status.success() {
        Ok(())
    } else {
        let errors = String::from_utf8_lossy(&output.stderr);
        Err(format!("cannot build the workers:\n{}", errors.trim_end()))
    }
}
