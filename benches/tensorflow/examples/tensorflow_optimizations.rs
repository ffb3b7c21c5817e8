//! What each optimization of the compiler brings: epochs of the generated program in alternation with
//! those of the same program without it, in one process.
//!
//! `cargo run --release --features neural-bench-tensorflow/ablation --example tensorflow_optimizations -- cnn 10`

#[path = "../../examples/shared/optimizations.rs"]
mod optimizations;

fn main() -> neural_bench::Result<()> {
    optimizations::ablate::<neural_bench_tensorflow::Tensorflow>()
}
