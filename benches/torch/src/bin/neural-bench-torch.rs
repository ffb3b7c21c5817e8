//! The worker that runs programs on torch.

fn main() -> std::process::ExitCode {
    neural_bench_torch::serve()
}
