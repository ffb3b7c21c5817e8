//! What the suite asks of a program, generated or hand-written alike.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::limits::Phases;

/// What a program is built with, beside its data.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Seed of the initial weights and of dropout.
    pub seed: i64,
    /// The optimiser and its constants. A generated program has them in its text.
    pub optimizer: Optimizer,
    /// Whether dropout takes place. A generated program has its rates in its text.
    pub dropout: bool,
    /// Samples to a step. A generated program has it in its text.
    pub batch_size: usize,
}

/// An optimiser and its constants, as the language gives them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Optimizer {
    /// Adam (Kingma and Ba 2015).
    Adam {
        /// Step size.
        learning_rate: f64,
        /// Decay of the first moment.
        beta_1: f64,
        /// Decay of the second moment.
        beta_2: f64,
        /// Keeps the division finite; it stands where the framework puts it.
        epsilon: f64,
    },
    /// Stochastic gradient descent.
    Sgd {
        /// Step size.
        learning_rate: f64,
        /// Share of the last step that is kept.
        momentum: f64,
        /// Whether the momentum looks ahead.
        nesterov: bool,
    },
}

/// A parameter in the layout of its framework.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// The language's name: `conv2d_1/kernel`, `dense/bias`.
    pub name: String,
    /// Its shape in the framework's layout.
    pub shape: Vec<usize>,
    /// Its values in row-major order of that shape.
    pub values: Vec<f32>,
}

/// Loss and accuracy over a set of images.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evaluation {
    /// The mean loss of a sample.
    pub loss: f64,
    /// The share of samples whose most probable class is their label, 0 to 1.
    pub accuracy: f64,
}

/// A network that was built on a backend and can be trained.
///
/// All programs of a model implement it: generated and hand-written, on torch and TensorFlow.
/// The data that it trains on was handed over when it was built.
pub trait Program {
    /// The parameters with their present values, in the order of the network's layers, a layer's
    /// kernel before its bias.
    fn weights(&self) -> Result<Vec<Weights>>;

    /// Gives the parameters these values, with names, shapes and order as [`Self::weights`] has them.
    fn set_weights(&mut self, weights: &[Weights]) -> Result<()>;

    /// Forgets the optimiser's state and starts dropout's random numbers again from the seed. The
    /// parameters stay as they are.
    fn restart(&mut self) -> Result<()>;

    /// One training step on the training images of these rows; the loss before the step.
    fn step(&mut self, rows: &[i64]) -> Result<f32>;

    /// Where the time of a training step on these rows goes; none of a program that cannot be taken apart.
    /// It takes more than one step, and leaves other weights behind.
    fn phases(&mut self, _rows: &[i64]) -> Result<Option<Phases>> {
        Ok(None)
    }

    /// One pass over the training images in this order, in batches, the last short one included; the
    /// mean loss of a sample.
    fn epoch(&mut self, order: &[i64]) -> Result<f64>;

    /// Loss and accuracy on the test images, dropout off.
    fn evaluate(&mut self) -> Result<Evaluation>;

    /// The class probabilities of the first `count` prediction images, row by row; dropout off. The
    /// images are resident in the backend's own form; the outputs are read back.
    fn predict(&mut self, count: usize) -> Result<Vec<f32>>;
}
