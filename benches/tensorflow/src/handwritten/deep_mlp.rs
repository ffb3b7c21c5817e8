//! A multilayer perceptron with three hidden layers.

use std::rc::Rc;

use tensorflow::{Output, Scope, Status, Variable, ops};

use super::layers::{Dense, Dropout, flatten};
use super::training::{Model, Training};
use crate::Data;
use neural_bench::Result;
use neural_bench::program::{Program, Settings};

const IMAGE_DIM: u64 = 784;
const HIDDEN_NODES: [u64; 3] = [512, 256, 128];
const LABELS: u64 = 10;

struct DeepMlp {
    hidden: Vec<Dense>,
    output: Dense,
}

impl Model for DeepMlp {
    fn new(seed: i64, scope: &mut Scope) -> Result<Self, Status> {
        let mut hidden = Vec::new();
        let mut inputs = IMAGE_DIM;
        for (number, nodes) in (1..).zip(HIDDEN_NODES) {
            // The scope numbers them: dense, dense_1, dense_2.
            let scope = &mut scope.new_sub_scope("dense");
            hidden.push(Dense::new(inputs, nodes, [seed, -number], scope)?);
            inputs = nodes;
        }
        let scope = &mut scope.new_sub_scope("dense");
        let output = Dense::new(inputs, LABELS, [seed, -4], scope)?;
        Ok(Self { hidden, output })
    }

    fn variables(&self) -> Vec<Variable> {
        let layers = self.hidden.iter().chain([&self.output]);
        layers.flat_map(Dense::variables).collect()
    }

    fn logits(
        &self,
        images: Output,
        dropout: Option<&Dropout>,
        scope: &mut Scope,
    ) -> Result<Output, Status> {
        let mut x = flatten(images, IMAGE_DIM, scope)?;
        for (number, layer) in self.hidden.iter().enumerate() {
            x = layer.apply(x, scope)?;
            x = ops::relu(x, scope)?.into();
            if let Some(dropout) = dropout {
                x = dropout.apply(x, 0.3, number as i64, scope)?;
            }
        }
        self.output.apply(x, scope)
    }
}

/// The twin of `deep_mlp.neural`.
///
/// # Errors
/// Where TensorFlow refuses it.
pub fn deep_mlp(settings: &Settings, data: &Rc<Data>) -> Result<Box<dyn Program>> {
    Ok(Box::new(Training::new::<DeepMlp>(settings, data)?))
}
