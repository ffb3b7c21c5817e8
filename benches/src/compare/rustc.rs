//! How long the Rust compiler takes for a generated program.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail, ensure};
use serde_json::Value;

use crate::Result;
use crate::backend::Backend;
use crate::measure::samples;
use crate::record::Samples;
use crate::registry::Model;
use crate::worker::build_command;

/// Times that a program is compiled, after one that does not count.
const SAMPLES: usize = 3;

/// Seconds that `rustc` takes to make optimised machine code of a generated program alone, as a library,
/// with `tch` or `tensorflow` compiled already: what an incremental build costs when the file in `dsl/` changes,
/// less linking.
///
/// # Errors
/// Where there is no cargo, or it has not built the library's crate in this profile.
pub(super) fn measure(model: &Model, backend: Backend) -> Result<Samples> {
    let target = backend.target();
    let network = model.network()?;
    let Ok(program) = neural_dsl::generate(&network, model.file, target) else {
        bail!("{} cannot be generated for {target}", model.file);
    };
    let library = match backend {
        Backend::Torch => "tch",
        Backend::Tensorflow => "tensorflow",
    };
    let rlib = rlib(backend, library)?;
    let dependencies = rlib.parent().context("a library lies in a folder")?;
    let folder = tempfile::tempdir()?;
    let source = folder.path().join("program.rs");
    fs::write(&source, program)?;
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
    samples(1, SAMPLES, || {
        let mut command = Command::new(&rustc);
        command
            .args([
                "--crate-type=lib",
                "--edition=2024",
                "--cap-lints=allow",
                "-Copt-level=3",
            ])
            .arg("--extern")
            .arg(named(library, &rlib))
            .arg("-L")
            .arg(dependency(dependencies))
            .arg("--out-dir")
            .arg(folder.path())
            .arg(&source);
        let output = command
            .output()
            .with_context(|| format!("cannot start {}", rustc.display()))?;
        let errors = String::from_utf8_lossy(&output.stderr);
        ensure!(
            output.status.success(),
            "rustc refuses it: {}",
            errors.trim_end()
        );
        Ok(())
    })
}

fn named(library: &str, rlib: &Path) -> OsString {
    let mut text = OsString::from(format!("{library}="));
    text.push(rlib);
    text
}

fn dependency(folder: &Path) -> OsString {
    let mut text = OsString::from("dependency=");
    text.push(folder);
    text
}

/// The compiled library of a crate that this suite depends on, as cargo tells where it lies. Nothing is
/// built anew where `neural-bench` was started by cargo: all of it is fresh.
fn rlib(backend: Backend, library: &str) -> Result<PathBuf> {
    // A test was built with other features, so cargo would build anew what is being measured.
    let current = env::current_exe()?;
    ensure!(
        !current
            .parent()
            .is_some_and(|folder| folder.ends_with("deps")),
        "a test builds nothing"
    );
    let cargo =
        env::var_os("CARGO").context("not started by cargo, which knows where libraries lie")?;
    let output = build_command(backend, Path::new(&cargo), !cfg!(debug_assertions))
        .arg("--message-format=json")
        .output()
        .with_context(|| format!("cannot start {}", cargo.display()))?;
    ensure!(output.status.success(), "cargo does not build the workers");
    let found = output
        .stdout
        .split(|&byte| byte == b'\n')
        .filter_map(|line| serde_json::from_slice::<Value>(line).ok())
        .filter(|message| message["reason"] == "compiler-artifact")
        .filter(|message| message["target"]["name"] == library)
        .flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default())
        .filter_map(|file| file.as_str().map(PathBuf::from))
        .find(|file| file.extension().is_some_and(|it| it == "rlib"));
    found.with_context(|| format!("cargo does not tell where the crate {library} lies"))
}
