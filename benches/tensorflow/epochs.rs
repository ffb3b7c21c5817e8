//! `cargo bench --bench tensorflow`: every model on TensorFlow.

fn main() -> std::process::ExitCode {
    neural_bench_tensorflow::bench()
}
