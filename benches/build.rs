//! Makes the suite's models: each network of `dsl/*.neural` becomes a Rust module for each backend
//! and a line in the registry. Brings the native libraries, too.
//!
//! The module is the very text that `neural compile` prints, on TensorFlow with a line behind it through which
//! its steps can be traced. What connects it to the suite's trait stands beside it in the registry.

#[path = "build/models.rs"]
mod models;
#[path = "build/native.rs"]
mod native;
#[path = "build/observer.rs"]
mod observer;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use native::Library;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rustc-env=NEURAL_BENCH_RUSTC={}", rustc_version());
    if env::var_os("CARGO_FEATURE_TENSORFLOW").is_some()
        && let Err(message) = native::provide(Library::TensorFlow)
    {
        // TensorFlow is loaded at run time; without it the other backend is still built and run.
        for line in message.lines() {
            println!("cargo::warning={line}");
        }
    }
    if env::var_os("CARGO_FEATURE_TORCH").is_some() {
        match native::provide(Library::Torch) {
            Ok(folder) => observer::build(&folder),
            Err(message) => {
                for line in message.lines() {
                    println!("cargo::error={line}");
                }
                return ExitCode::FAILURE;
            }
        }
    }
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
