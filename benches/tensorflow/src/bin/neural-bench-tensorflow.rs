//! The worker that runs programs on tensorflow.

fn main() -> std::process::ExitCode {
    neural_bench_tensorflow::serve()
}
