//! What holds programs for TensorFlow, generated from the cases of `fixtures/keras`, against these. The
//! programs are part of the test alone: a library would keep them for others to compile again.

pub mod subject;

/// Loads TensorFlow's C library.
///
/// # Panics
/// Where it is not found.
pub fn load() {
    neural_bench_tensorflow::start(1).expect("TensorFlow can be loaded");
}
