//! A generated program as a subject of a test.

use std::collections::HashMap;

use neural_keras::Program;
use neural_keras::case::{Evaluation, Values};
use tch::{Kind, Tensor, nn};

/// Outputs of inputs, as in training or not.
pub type Forward = Box<dyn Fn(&[Tensor], bool) -> Tensor>;
/// The loss of a training call.
pub type Loss = Box<dyn Fn(&[Tensor], &Tensor) -> Tensor>;
/// Loss and accuracy.
pub type Evaluate = Box<dyn Fn(&[Tensor], &Tensor) -> Evaluation>;
/// A step of training.
pub type Step = Box<dyn FnMut(&[Tensor], &Tensor)>;

/// A program's functions and variables.
pub struct Subject {
    /// The variables.
    pub vs: nn::VarStore,
    /// Outputs of inputs.
    pub forward: Forward,
    /// The loss of a training call.
    pub loss: Loss,
    /// Loss and accuracy.
    pub evaluate: Evaluate,
    /// A step of training.
    pub step: Step,
    /// The learning rate of a step, where there is a schedule.
    pub rate: Option<fn(i64) -> f64>,
    /// Where the weights are.
    pub layouts: Vec<Layout>,
}

/// Where a weight of the language is in the program.
pub struct Layout {
    /// The language's name.
    name: &'static str,
    /// The name in the `VarStore`.
    variable: &'static str,
    /// A shape of the language's values.
    view: Vec<i64>,
    /// Its axes in the order in which the program has them.
    permute: Vec<i64>,
    trained: bool,
}

/// A layout as it stands in the table of programs.
pub type Stored = (
    &'static str,
    &'static str,
    &'static [u64],
    &'static [usize],
    bool,
);

impl Layout {
    /// The layout that a table has.
    pub fn new(&(name, variable, view, permute, trained): &Stored) -> Self {
        Self {
            name,
            variable,
            view: view.iter().map(|&size| size as i64).collect(),
            permute: permute.iter().map(|&axis| axis as i64).collect(),
            trained,
        }
    }

    /// From the program's order into the language's.
    fn back(&self, tensor: &Tensor) -> Vec<f64> {
        let shape: Vec<i64> = self
            .permute
            .iter()
            .map(|&axis| self.view[axis as usize])
            .collect();
        let mut inverse = vec![0; self.permute.len()];
        for (place, &axis) in self.permute.iter().enumerate() {
            inverse[axis as usize] = place as i64;
        }
        numbers(&tensor.reshape(shape).permute(inverse))
    }
}

fn tensor(values: &Values) -> Tensor {
    Tensor::from_slice(&values.values)
        .reshape(&values.shape)
        .to_kind(Kind::Float)
}

fn numbers(tensor: &Tensor) -> Vec<f64> {
    let flat = tensor
        .detach()
        .to_kind(Kind::Double)
        .contiguous()
        .flatten(0, -1);
    Vec::try_from(flat).expect("a list of numbers")
}

impl Subject {
    fn variables(&self) -> Vec<(&Layout, Tensor)> {
        let mut all: HashMap<String, Tensor> = self.vs.variables();
        let found = self.layouts.iter().map(|layout| {
            let variable = all.remove(layout.variable);
            (
                layout,
                variable.unwrap_or_else(|| panic!("the variable {}", layout.variable)),
            )
        });
        found.collect()
    }
}

impl Program for Subject {
    fn set_weights(&mut self, weights: &[Values]) -> Result<(), String> {
        let variables = self.variables();
        if variables.len() != weights.len() {
            return Err(format!(
                "{} weights and not {}",
                variables.len(),
                weights.len()
            ));
        }
        for ((layout, mut variable), weight) in variables.into_iter().zip(weights) {
            if variable.numel() != weight.values.len() {
                let size = variable.size();
                return Err(format!(
                    "{} is {size:?} and not {:?}",
                    layout.name, weight.shape
                ));
            }
            let values = Tensor::from_slice(&weight.values).reshape(&layout.view);
            let values = values.permute(&layout.permute).reshape(variable.size());
            tch::no_grad(|| variable.copy_(&values));
        }
        Ok(())
    }

    fn weights(&self) -> Vec<Values> {
        let all = self.variables().into_iter();
        all.map(|(layout, variable)| Values {
            name: layout.name.to_owned(),
            shape: layout.view.clone(),
            values: layout.back(&variable),
            trainable: layout.trained,
        })
        .collect()
    }

    fn outputs(&mut self, inputs: &[Values], training: bool) -> Values {
        let inputs: Vec<Tensor> = inputs.iter().map(tensor).collect();
        let output = tch::no_grad(|| (self.forward)(&inputs, training));
        Values {
            name: String::new(),
            shape: output.size(),
            values: numbers(&output),
            trainable: false,
        }
    }

    fn gradients(
        &mut self,
        inputs: &[Values],
        targets: &Values,
    ) -> Option<neural_keras::Gradients> {
        let inputs: Vec<Tensor> = inputs
            .iter()
            .map(|input| tensor(input).set_requires_grad(true))
            .collect();
        for mut variable in self.vs.trainable_variables() {
            variable.zero_grad();
        }
        let loss = (self.loss)(&inputs, &tensor(targets));
        loss.backward();
        let zeros = |like: &Tensor| {
            if like.grad().defined() {
                like.grad()
            } else {
                like.zeros_like()
            }
        };
        let weights = self
            .variables()
            .into_iter()
            .filter(|(layout, _)| layout.trained)
            .map(|(layout, variable)| layout.back(&zeros(&variable)))
            .collect();
        let inputs = inputs
            .iter()
            .filter(|input| input.grad().defined())
            .map(|input| numbers(&input.grad()))
            .collect();
        Some(neural_keras::Gradients {
            loss: loss.double_value(&[]),
            weights,
            inputs,
        })
    }

    fn step(&mut self, inputs: &[Values], targets: &Values) {
        let inputs: Vec<Tensor> = inputs.iter().map(tensor).collect();
        (self.step)(&inputs, &tensor(targets));
    }

    fn evaluate(&mut self, inputs: &[Values], targets: &Values) -> Evaluation {
        let inputs: Vec<Tensor> = inputs.iter().map(tensor).collect();
        (self.evaluate)(&inputs, &tensor(targets))
    }

    fn learning_rate(&self, step: i64) -> Option<f64> {
        self.rate.map(|rate| rate(step))
    }
}
