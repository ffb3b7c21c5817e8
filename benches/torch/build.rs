//! Makes the programs for PyTorch, and brings libtorch.

#[path = "../build/backend.rs"]
mod backend;
#[path = "../build/native.rs"]
mod native;
#[path = "build/observer.rs"]
mod observer;
#[path = "../build/programs.rs"]
mod programs;
#[path = "../build/sources.rs"]
mod sources;

use std::process::ExitCode;

use native::Library;
use neural_dsl::codegen::Target;

/// libtorch, which torch-sys compiles and links against.
const LIBTORCH: Library = Library {
    name: "libtorch",
    variables: &["LIBTORCH", "LIBTORCH_LIB", "LIBTORCH_USE_PYTORCH"],
    files: &["libtorch_cpu.so", "libc10.so"],
};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build");
    let made = native::provide(&LIBTORCH).and_then(|folder| {
        // The package's programs, benches, tests, examples and doctests find it there.
        println!("cargo:rustc-link-arg=-Wl,-rpath,{}", folder.display());
        observer::build(&folder);
        backend::generate(Target::Torch)
    });
    if let Err(message) = made {
        for line in message.lines() {
            println!("cargo::error={line}");
        }
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
