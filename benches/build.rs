//! Makes the table of the suite's models from `dsl/*.neural`.

#[path = "build/models.rs"]
mod models;
#[path = "build/sources.rs"]
mod sources;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rustc-env=NEURAL_BENCH_RUSTC={}", rustc_version());
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dsl = package.join("../dsl");
    let growth = env::var_os("CARGO_FEATURE_GROWTH").map(|_| package.join("growth"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    if let Err(error) = models::write(&dsl, growth.as_deref(), &out) {
        println!("cargo::error={error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// The compiler's own words, for the record of a run.
fn rustc_version() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    Command::new(rustc)
        .arg("--version")
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_else(|_| "unknown".to_owned())
}
