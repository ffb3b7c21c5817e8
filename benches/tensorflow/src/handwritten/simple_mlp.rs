//! A multilayer perceptron with one hidden layer.

use std::rc::Rc;

use tensorflow::{Output, Scope, Status, Variable, ops};

use super::layers::{Dense, Dropout, flatten};
use super::training::{Model, Training};
use crate::Data;
use neural_bench::Result;
use neural_bench::program::{Program, Settings};

const IMAGE_DIM: u64 = 784;
const HIDDEN_NODES: u64 = 128;
const LABELS: u64 = 10;

struct SimpleMlp {
    fc1: Dense,
    fc2: Dense,
}

impl Model for SimpleMlp {
    fn new(seed: i64, scope: &mut Scope) -> Result<Self, Status> {
        let fc1 = &mut scope.new_sub_scope("dense");
        let fc2 = &mut scope.new_sub_scope("dense_1");
        Ok(Self {
            fc1: Dense::new(IMAGE_DIM, HIDDEN_NODES, [seed, -1], fc1)?,
            fc2: Dense::new(HIDDEN_NODES, LABELS, [seed, -2], fc2)?,
        })
    }

    fn variables(&self) -> Vec<Variable> {
        [self.fc1.variables(), self.fc2.variables()].concat()
    }

    fn logits(
        &self,
        images: Output,
        dropout: Option<&Dropout>,
        scope: &mut Scope,
    ) -> Result<Output, Status> {
        let x = flatten(images, IMAGE_DIM, scope)?;
        let x = self.fc1.apply(x, scope)?;
        let mut x = ops::relu(x, scope)?.into();
        if let Some(dropout) = dropout {
            x = dropout.apply(x, 0.2, 0, scope)?;
        }
        self.fc2.apply(x, scope)
    }
}

/// The twin of `simple_mlp.neural`.
///
/// # Errors
/// Where TensorFlow refuses it.
pub fn simple_mlp(settings: &Settings, data: &Rc<Data>) -> Result<Box<dyn Program>> {
    Ok(Box::new(Training::new::<SimpleMlp>(settings, data)?))
}
