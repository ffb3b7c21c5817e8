//! Where the time of a training step goes.

use serde::{Deserialize, Serialize};

use crate::record::Samples;

/// Where the seconds of a training step go.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Phases {
    /// The rows of the batch are brought together.
    pub data: f64,
    /// From images to the loss.
    pub forward: f64,
    /// From the loss to the gradients of the parameters.
    pub backward: f64,
    /// The parameters are moved.
    pub optimizer: f64,
    /// What the step takes beyond the four: on TensorFlow beginning a run and what passes between its
    /// operations, on torch reading the loss.
    pub rest: f64,
    /// Operations that the library executes, those that others call included.
    pub operations: f64,
}

impl Phases {
    /// Of each figure the median over some steps; none of no step.
    pub fn median(steps: &[Self]) -> Option<Self> {
        let of = |figure: fn(&Self) -> f64| Samples(steps.iter().map(figure).collect()).median();
        Some(Self {
            data: of(|it| it.data)?,
            forward: of(|it| it.forward)?,
            backward: of(|it| it.backward)?,
            optimizer: of(|it| it.optimizer)?,
            rest: of(|it| it.rest)?,
            operations: of(|it| it.operations)?,
        })
    }
}
