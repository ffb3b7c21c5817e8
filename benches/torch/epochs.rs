//! `cargo bench --bench torch`: every model on PyTorch.

fn main() -> std::process::ExitCode {
    neural_bench_torch::bench()
}
