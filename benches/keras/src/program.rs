//! What a test asks of a generated program.

use crate::case::{Evaluation, Values};

/// A loss and its gradients.
#[derive(Debug, Clone)]
pub struct Gradients {
    /// The loss of a training call.
    pub loss: f64,
    /// By the trained weights, in their order.
    pub weights: Vec<Vec<f64>>,
    /// By each input that is not whole numbers.
    pub inputs: Vec<Vec<f64>>,
}

/// A program generated from a case, with the numbers that it holds.
///
/// All tensors are row-major. Weights are in the order in which the network lists them, trained and
/// untrained, which is Keras', and in Keras' layout.
pub trait Program {
    /// Gives all weights these values.
    ///
    /// # Errors
    /// Where number or shapes differ.
    fn set_weights(&mut self, weights: &[Values]) -> Result<(), String>;

    /// All weights.
    fn weights(&self) -> Vec<Values>;

    /// The output of the network.
    fn outputs(&mut self, inputs: &[Values], training: bool) -> Values;

    /// Loss, gradients by the trained weights in their order, and by each input that is not whole
    /// numbers, of a training call; `None` where the program does not give them.
    fn gradients(&mut self, inputs: &[Values], targets: &Values) -> Option<Gradients>;

    /// A step of training.
    fn step(&mut self, inputs: &[Values], targets: &Values);

    /// Loss and accuracy.
    fn evaluate(&mut self, inputs: &[Values], targets: &Values) -> Evaluation;

    /// The learning rate of a step, counted from 0, where the program has a schedule.
    fn learning_rate(&self, step: i64) -> Option<f64>;
}
