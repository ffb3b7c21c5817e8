//! Generated programs for TensorFlow compute what Keras computes: recurrent layers, attention, normalisation, pooling, merging.

#[macro_use]
#[path = "keras/subjects.rs"]
mod subjects;

use neural_keras_tensorflow::subject;

include!(concat!(env!("OUT_DIR"), "/programs_1.rs"));

#[test]
fn programs_compute_what_keras_computes() {
    subjects::prove(PROGRAMS, REFUSED);
}
