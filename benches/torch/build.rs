//! Makes the programs for PyTorch.

#[path = "../build/backend.rs"]
mod backend;
#[path = "../build/programs.rs"]
mod programs;
#[path = "../build/sources.rs"]
mod sources;

use std::env;
use std::process::ExitCode;

use neural_dsl::codegen::Target;

/// Where the build script of the observer found libtorch.
const LIBTORCH: &str = "DEP_NEURAL_BENCH_OBSERVER_LIBTORCH";

fn main() -> ExitCode {
    let folder =
        env::var(LIBTORCH).expect("cargo hands on what the build script of the observer said");
    // The package's programs, benches, tests, examples and doctests find libtorch there.
    println!("cargo::rustc-link-arg=-Wl,-rpath,{folder}");
    if let Err(message) = backend::generate(Target::Torch) {
        println!("cargo::error={message}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
