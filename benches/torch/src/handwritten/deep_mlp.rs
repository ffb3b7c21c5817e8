//! A multilayer perceptron with three hidden layers.

use std::rc::Rc;

use super::perceptron::perceptron;
use crate::Data;
use neural_bench::Result;
use neural_bench::program::{Program, Settings};

/// The twin of `deep_mlp.neural`.
///
/// # Errors
/// Where libtorch refuses it.
pub fn deep_mlp(settings: &Settings, data: &Rc<Data>) -> Result<Box<dyn Program>> {
    perceptron(&[512, 256, 128], 0.3, settings, data)
}
