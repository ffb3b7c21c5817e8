//! What they share: Keras' initialisers and the optimisers of `tch`.

use tch::Tensor;
use tch::nn::{self, OptimizerConfig};

use crate::handwritten::training::Optimize;
use neural_bench::Result;
use neural_bench::program::Optimizer;

/// Keras' `glorot_uniform`.
fn glorot_uniform(fan_in: i64, fan_out: i64) -> nn::Init {
    let bound = (6. / (fan_in + fan_out) as f64).sqrt();
    nn::Init::Uniform {
        lo: -bound,
        up: bound,
    }
}

/// A linear layer that begins as Keras' `Dense` does.
pub(super) fn linear(vs: nn::Path, in_dim: i64, out_dim: i64) -> nn::Linear {
    let config = nn::LinearConfig {
        ws_init: glorot_uniform(in_dim, out_dim),
        bs_init: Some(nn::Init::Const(0.)),
        bias: true,
    };
    nn::linear(vs, in_dim, out_dim, config)
}

/// A convolution that begins as Keras' `Conv2D` does.
pub(super) fn conv2d(vs: nn::Path, in_dim: i64, out_dim: i64, ksize: i64) -> nn::Conv2D {
    let config = nn::ConvConfig {
        ws_init: glorot_uniform(in_dim * ksize * ksize, out_dim * ksize * ksize),
        ..Default::default()
    };
    nn::conv2d(vs, in_dim, out_dim, ksize, config)
}

impl Optimize for nn::Optimizer {
    fn new(vs: &nn::VarStore, settings: Optimizer) -> Result<Self> {
        Ok(match settings {
            Optimizer::Adam {
                learning_rate,
                beta_1,
                beta_2,
                epsilon,
            } => nn::adam(beta_1, beta_2, 0.)
                .eps(epsilon)
                .build(vs, learning_rate)?,
            Optimizer::Sgd {
                learning_rate,
                momentum,
                nesterov,
            } => nn::sgd(momentum, 0., 0., nesterov).build(vs, learning_rate)?,
        })
    }

    fn backward_step(&mut self, loss: &Tensor) {
        nn::Optimizer::backward_step(self, loss);
    }
}
