//! The worker that measures the memory of programs on torch.

#[path = "../../../memory/mod.rs"]
mod memory;

fn main() -> std::process::ExitCode {
    neural_bench_torch::serve()
}
