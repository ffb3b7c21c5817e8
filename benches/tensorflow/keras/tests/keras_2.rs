//! Generated programs for TensorFlow compute what Keras computes: convolutions, activations, losses, optimisers and what else there is.

#[macro_use]
#[path = "keras/subjects.rs"]
mod subjects;

use neural_keras_tensorflow::subject;

include!(concat!(env!("OUT_DIR"), "/programs_2.rs"));

#[test]
fn programs_compute_what_keras_computes() {
    subjects::prove(PROGRAMS, REFUSED);
}
