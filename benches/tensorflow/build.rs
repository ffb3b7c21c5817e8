//! Makes the programs for TensorFlow, and brings its C library.

#[path = "../build/backend.rs"]
mod backend;
#[path = "../build/native.rs"]
mod native;
#[path = "../build/programs.rs"]
mod programs;
#[path = "../build/sources.rs"]
mod sources;

use std::process::ExitCode;

use native::Library;
use neural_dsl::codegen::Target;

/// TensorFlow's C library, which is loaded at run time.
const LIBTENSORFLOW: Library = Library {
    name: "libtensorflow",
    variables: &["TENSORFLOW_DIR"],
    files: &["libtensorflow.so", "libtensorflow_framework.so.2"],
};

fn main() -> ExitCode {
    if let Err(message) = native::provide(&LIBTENSORFLOW) {
        // Who loads it at run time is told again.
        for line in message.lines() {
            println!("cargo::warning={line}");
        }
    }
    if let Err(message) = backend::generate(Target::Tensorflow) {
        println!("cargo::error={message}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
