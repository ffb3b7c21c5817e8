//! The worker that measures the memory of programs on tensorflow.

mod memory;

fn main() -> std::process::ExitCode {
    neural_bench::worker::serve::<neural_bench::backend::tensorflow::Tensorflow>()
}
