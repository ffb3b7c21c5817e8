//! A small convolutional network with no more work than it takes.

use std::rc::Rc;

use tensorflow::{Output, Scope, Status, Variable, ops};

use super::layers::{Conv2d, Dense, Dropout, corner, flatten, max_pool_2x2};
use super::training::{Model, Training};
use crate::Data;
use neural_bench::Result;
use neural_bench::program::{Program, Settings};

struct Cnn {
    conv1: Conv2d,
    conv2: Conv2d,
    fc1: Dense,
    fc2: Dense,
}

impl Model for Cnn {
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
        // 26 rows and columns are all that reaches the second pooling.
        let x = corner(images, [26, 26, 1], scope)?;
        // The maximum first, then there is a quarter to add to and to clip.
        let x = max_pool_2x2(self.conv1.convolve(x, scope)?, scope)?;
        let x = ops::relu(self.conv1.add_bias(x, scope)?, scope)?;
        let x = max_pool_2x2(self.conv2.convolve(x.into(), scope)?, scope)?;
        let x = ops::relu(self.conv2.add_bias(x, scope)?, scope)?;
        let x = flatten(x, 1600, scope)?;
        let x = self.fc1.apply(x, scope)?;
        let mut x = ops::relu(x, scope)?.into();
        if let Some(dropout) = dropout {
            x = dropout.apply(x, 0.5, 0, scope)?;
        }
        self.fc2.apply(x, scope)
    }
}

/// The twin of `cnn.neural`.
///
/// # Errors
/// Where TensorFlow refuses it.
pub fn cnn(settings: &Settings, data: &Rc<Data>) -> Result<Box<dyn Program>> {
    Ok(Box::new(Training::new::<Cnn>(settings, data)?))
}
