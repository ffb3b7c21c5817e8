//! Generated programs for PyTorch compute what Keras computes.

use std::path::Path;

use neural_keras::proof::{Formula, prove_all};
use neural_keras_torch::{PROGRAMS, REFUSED};

#[test]
fn programs_compute_what_keras_computes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let matching = prove_all(folder, PROGRAMS, REFUSED, Formula::Torch);
    println!("{matching} cases match, {} are refused", REFUSED.len());
}
