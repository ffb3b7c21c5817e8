//! `cargo bench --bench torch`: every model on PyTorch.

fn main() -> std::process::ExitCode {
    neural_bench::bench::run::<neural_bench_torch::Torch>()
}
