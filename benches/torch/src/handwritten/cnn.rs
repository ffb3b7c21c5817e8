//! A small convolutional network, channels last and with no more work than it takes.

use std::rc::Rc;

use tch::{Tensor, nn};

use super::layers::{conv3x3, dropout, linear, linear_forward};
use super::memory;
use super::optimizer::Optimizer;
use super::training::Training;
use crate::Data;
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

impl nn::ModuleT for Net {
    fn forward_t(&self, xs: &Tensor, train: bool) -> Tensor {
        // 26 rows and columns of 28 are all that reaches the second pooling. Pooling first leaves a
        // quarter to clip.
        let xs = xs
            .permute([0, 3, 1, 2])
            .slice(2, 0, 26, 1)
            .slice(3, 0, 26, 1)
            .apply(&self.conv1)
            .max_pool2d_default(2)
            .relu_()
            .apply(&self.conv2)
            .max_pool2d_default(2)
            .relu_()
            .permute([0, 2, 3, 1])
            .flat_view();
        let xs = linear_forward(&xs, &self.fc1).relu_();
        dropout(xs, self.rate, train).apply(&self.fc2)
    }
}

/// The twin of `cnn.neural`.
///
/// # Errors
/// Where libtorch refuses it.
pub fn cnn(settings: &Settings, data: &Rc<Data>) -> Result<Box<dyn Program>> {
    memory::retain();
    let training = Training::<_, Optimizer>::new(
        settings,
        data,
        |it| &it.channels_last,
        |vs| Net {
            conv1: conv3x3(vs / "conv2d", 1, 32),
            conv2: conv3x3(vs / "conv2d_1", 32, 64),
            fc1: linear(vs / "dense", 1600, 128),
            fc2: linear(vs / "dense_1", 128, 10),
            rate: if settings.dropout { 0.5 } else { 0. },
        },
    )?;
    Ok(Box::new(training))
}
