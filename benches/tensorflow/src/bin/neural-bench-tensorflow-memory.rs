//! The worker that measures the memory of programs on tensorflow.

#[path = "../../../memory/mod.rs"]
mod memory;

fn main() -> std::process::ExitCode {
    neural_bench_tensorflow::serve()
}
