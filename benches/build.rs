//! Asks the compiler for its version.

use std::env;
use std::process::Command;

fn main() {
    // Nothing else: with what a build script reads all of the package is compiled again, so the files of `dsl/` are
    // read when the suite runs.
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=NEURAL_BENCH_RUSTC={}", rustc_version());
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
