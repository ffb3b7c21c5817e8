//! A multilayer perceptron with one hidden layer.

use std::rc::Rc;

use super::perceptron::perceptron;
use crate::Data;
use neural_bench::Result;
use neural_bench::program::{Program, Settings};

/// The twin of `simple_mlp.neural`.
///
/// # Errors
/// Where libtorch refuses it.
pub fn simple_mlp(settings: &Settings, data: &Rc<Data>) -> Result<Box<dyn Program>> {
    perceptron(&[128], 0.2, settings, data)
}
