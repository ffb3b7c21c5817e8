//! Generated programs for TensorFlow compute what Keras computes.

mod programs;

use std::path::Path;

use neural_keras::proof::{Formula, prove_all};
use neural_keras_tensorflow::load;
use programs::{PROGRAMS, REFUSED};

#[test]
fn programs_compute_what_keras_computes() {
    load();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let matching = prove_all(folder, PROGRAMS, REFUSED, Formula::Tensorflow);
    println!("{matching} cases match, {} are refused", REFUSED.len());
}
