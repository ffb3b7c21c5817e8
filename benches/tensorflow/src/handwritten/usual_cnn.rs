//! A small convolutional network as TensorFlow's own tutorials have it.

use std::rc::Rc;

use tensorflow::{Output, Scope, Status, Variable, ops};

use super::layers::{Conv2d, Dense, Dropout, flatten, max_pool_2x2};
use super::training::{Model, Training};
use crate::Data;
use neural_bench::Result;
use neural_bench::program::{Program, Settings};

struct UsualCnn {
    conv1: Conv2d,
    conv2: Conv2d,
    fc1: Dense,
    fc2: Dense,
}

impl Model for UsualCnn {
    fn new(seed: i64, scope: &mut Scope) -> Result<Self, Status> {
        Ok(Self {
            conv1: Conv2d::new(
                [3, 3, 1, 32],
                [seed, -1],
                &mut scope.new_sub_scope("conv2d"),
            )?,
            conv2: Conv2d::new(
                [3, 3, 32, 64],
                [seed, -2],
                &mut scope.new_sub_scope("conv2d_1"),
            )?,
            fc1: Dense::new(1600, 128, [seed, -3], &mut scope.new_sub_scope("dense"))?,
            fc2: Dense::new(128, 10, [seed, -4], &mut scope.new_sub_scope("dense_1"))?,
        })
    }

    fn variables(&self) -> Vec<Variable> {
        [
            self.conv1.variables(),
            self.conv2.variables(),
            self.fc1.variables(),
            self.fc2.variables(),
        ]
        .concat()
    }

    fn logits(
        &self,
        images: Output,
        dropout: Option<&Dropout>,
        scope: &mut Scope,
    ) -> Result<Output, Status> {
        let x = self.conv1.apply(images, scope)?;
        let x = ops::relu(x, scope)?;
        let x = max_pool_2x2(x, scope)?;
        let x = self.conv2.apply(x, scope)?;
        let x = ops::relu(x, scope)?;
        let x = max_pool_2x2(x, scope)?;
        let x = flatten(x, 1600, scope)?;
        let x = self.fc1.apply(x, scope)?;
        let mut x = ops::relu(x, scope)?.into();
        if let Some(dropout) = dropout {
            x = dropout.apply(x, 0.5, 0, scope)?;
        }
        self.fc2.apply(x, scope)
    }
}

/// What one would write of `cnn.neural`.
///
/// # Errors
/// Where TensorFlow refuses it.
pub fn usual_cnn(settings: &Settings, data: &Rc<Data>) -> Result<Box<dyn Program>> {
    Ok(Box::new(Training::new::<UsualCnn>(settings, data)?))
}
