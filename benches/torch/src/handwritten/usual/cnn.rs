//! A small convolutional network.

use std::rc::Rc;

use tch::{Tensor, nn};

use super::layers::{conv2d, linear};
use crate::Data;
use crate::handwritten::training::Training;
use neural_bench::Result;
use neural_bench::program::{Program, Settings};

#[derive(Debug)]
struct Net {
    conv1: nn::Conv2D,
    conv2: nn::Conv2D,
    fc1: nn::Linear,
    fc2: nn::Linear,
    rate: f64,
}

impl Net {
    fn new(vs: &nn::Path, dropout: bool) -> Net {
        let conv1 = conv2d(vs / "conv2d", 1, 32, 3);
        let conv2 = conv2d(vs / "conv2d_1", 32, 64, 3);
        let fc1 = linear(vs / "dense", 1600, 128);
        let fc2 = linear(vs / "dense_1", 128, 10);
        let rate = if dropout { 0.5 } else { 0.0 };
        Net {
            conv1,
            conv2,
            fc1,
            fc2,
            rate,
        }
    }
}

impl nn::ModuleT for Net {
    fn forward_t(&self, xs: &Tensor, train: bool) -> Tensor {
        xs.apply(&self.conv1)
            .relu()
            .max_pool2d_default(2)
            .apply(&self.conv2)
            .relu()
            .max_pool2d_default(2)
            .flat_view()
            .apply(&self.fc1)
            .relu()
            .dropout(self.rate, train)
            .apply(&self.fc2)
    }
}

/// What one would write of `cnn.neural`.
///
/// # Errors
/// Where libtorch refuses it.
pub fn cnn(settings: &Settings, data: &Rc<Data>) -> Result<Box<dyn Program>> {
    let training = Training::<_, nn::Optimizer>::new(
        settings,
        data,
        |it| &it.images,
        |vs| Net::new(vs, settings.dropout),
    )?;
    Ok(Box::new(training))
}
