//! Times the generated program in alternation with its twin, then with the usual program, in one process,
//! and prints the ratios of the pairs.
//!
//! `cargo run --release --example tensorflow_pairs -- simple_mlp 60`

#[path = "../../examples/shared/pairs.rs"]
mod pairs;

fn main() -> neural_bench::Result<()> {
    pairs::alternate::<neural_bench_tensorflow::Tensorflow>()
}
