//! A generated program as a subject of a test.

use neural_keras::Program;
use neural_keras::case::{Evaluation, Values};
use tensorflow::{SessionOptions, Status, Tensor};

/// Weights with their names.
pub type Named = Vec<(String, Floats)>;
/// A tensor of float32.
pub type Floats = Tensor<f32>;
/// Gives outputs for inputs, as in training or not.
pub type Outputs<M> = Box<dyn Fn(&M, &[Floats], bool) -> Result<Floats, Status>>;
/// Gives the loss, and its gradients by the trained weights and by the inputs.
pub type Gradients<M> = Box<dyn Fn(&M, &[Floats], &Values) -> Result<(f32, Vec<Floats>), Status>>;
/// Finds loss and accuracy.
pub type Evaluate<M> = Box<dyn Fn(&M, &[Floats], &Values) -> Result<Evaluation, Status>>;
/// Trains on a batch.
pub type Step<M> = Box<dyn Fn(&M, &[Floats], &Values) -> Result<(), Status>>;

/// A program and its functions.
pub struct Subject<M> {
    /// The program itself.
    pub model: M,
    /// Which weights are trained.
    pub trained: Vec<bool>,
    /// What it gives.
    pub outputs: Outputs<M>,
    /// Of the trained weights, then of the inputs.
    pub gradients: Option<Gradients<M>>,
    /// Loss and accuracy.
    pub evaluate: Evaluate<M>,
    /// A step of its optimiser.
    pub step: Step<M>,
    /// Its weights, by name.
    pub weights: fn(&M) -> Result<Named, Status>,
    /// Gives it weights.
    pub set_weights: fn(&M, &[Floats]) -> Result<(), Status>,
    /// The learning rate of a step, where that changes.
    pub rate: Option<fn(i64) -> f64>,
}

/// Options of a session.
pub fn options() -> SessionOptions {
    neural_bench_tensorflow::session_options().expect("TensorFlow was started")
}

/// What TensorFlow did not refuse.
pub fn made<T>(made: Result<T, Status>) -> T {
    made.unwrap_or_else(|status| panic!("{status}"))
}

/// Numbers as float32.
pub fn tensor(values: &Values) -> Floats {
    let dims: Vec<u64> = values.shape.iter().map(|&size| size as u64).collect();
    let mut tensor = Tensor::new(&dims);
    for (place, &value) in tensor.iter_mut().zip(&values.values) {
        *place = value as f32;
    }
    tensor
}

/// Whole numbers as classes.
pub fn classes(values: &Values) -> Tensor<i32> {
    let dims: Vec<u64> = values.shape.iter().map(|&size| size as u64).collect();
    let mut tensor = Tensor::new(&dims);
    for (place, &value) in tensor.iter_mut().zip(&values.values) {
        *place = value as i32;
    }
    tensor
}

fn numbers(tensor: &Floats) -> Vec<f64> {
    tensor.iter().map(|&value| f64::from(value)).collect()
}

fn values(name: &str, tensor: &Floats, trainable: bool) -> Values {
    Values {
        name: name.to_owned(),
        shape: tensor.dims().iter().map(|&size| size as i64).collect(),
        values: numbers(tensor),
        trainable,
    }
}

impl<M> Program for Subject<M> {
    fn set_weights(&mut self, weights: &[Values]) -> Result<(), String> {
        let values: Vec<Floats> = weights.iter().map(tensor).collect();
        (self.set_weights)(&self.model, &values).map_err(|status| status.to_string())
    }

    fn weights(&self) -> Vec<Values> {
        let weights = made((self.weights)(&self.model));
        let weights = weights.iter().zip(&self.trained);
        weights
            .map(|((name, value), &trained)| values(name, value, trained))
            .collect()
    }

    fn outputs(&mut self, inputs: &[Values], training: bool) -> Values {
        let inputs: Vec<Floats> = inputs.iter().map(tensor).collect();
        values(
            "",
            &made((self.outputs)(&self.model, &inputs, training)),
            false,
        )
    }

    fn gradients(
        &mut self,
        inputs: &[Values],
        targets: &Values,
    ) -> Option<neural_keras::Gradients> {
        let gradients = self.gradients.as_ref()?;
        let inputs: Vec<Floats> = inputs.iter().map(tensor).collect();
        let (loss, mut slopes) = made(gradients(&self.model, &inputs, targets));
        let trained = self.trained.iter().filter(|&&trained| trained).count();
        let of_inputs = slopes.split_off(trained);
        let all = |slopes: &[Floats]| slopes.iter().map(numbers).collect();
        Some(neural_keras::Gradients {
            loss: f64::from(loss),
            weights: all(&slopes),
            inputs: all(&of_inputs),
        })
    }

    fn step(&mut self, inputs: &[Values], targets: &Values) {
        let inputs: Vec<Floats> = inputs.iter().map(tensor).collect();
        made((self.step)(&self.model, &inputs, targets));
    }

    fn evaluate(&mut self, inputs: &[Values], targets: &Values) -> Evaluation {
        let inputs: Vec<Floats> = inputs.iter().map(tensor).collect();
        made((self.evaluate)(&self.model, &inputs, targets))
    }

    fn learning_rate(&self, step: i64) -> Option<f64> {
        self.rate.map(|rate| rate(step))
    }
}
