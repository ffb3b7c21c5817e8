//! What they share: Keras' initialisers and the training loop.

use std::rc::Rc;

use tch::data::Iter2;
use tch::nn::{self, ModuleT, OptimizerConfig};
use tch::{Device, Kind, Tensor};

use crate::Result;
use crate::backend::torch::{self, Data};
use crate::program::{Evaluation, Optimizer, Program, Settings, Weights};

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

fn optimizer(vs: &nn::VarStore, settings: &Settings) -> Result<nn::Optimizer> {
    Ok(match settings.optimizer {
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

/// A net in training.
pub(super) struct Training<N> {
    vs: nn::VarStore,
    net: N,
    opt: nn::Optimizer,
    settings: Settings,
    data: Rc<Data>,
}

impl<N: ModuleT> Training<N> {
    pub(super) fn new(
        settings: &Settings,
        data: &Rc<Data>,
        net: impl FnOnce(&nn::Path) -> N,
    ) -> Result<Self> {
        tch::manual_seed(settings.seed);
        let vs = nn::VarStore::new(Device::Cpu);
        let net = net(&vs.root());
        let opt = optimizer(&vs, settings)?;
        Ok(Self {
            vs,
            net,
            opt,
            settings: settings.clone(),
            data: Rc::clone(data),
        })
    }
}

impl<N: ModuleT> Program for Training<N> {
    fn weights(&self) -> Result<Vec<Weights>> {
        torch::weights(&self.vs)
    }

    fn set_weights(&mut self, weights: &[Weights]) -> Result<()> {
        torch::set_weights(&self.vs, weights)
    }

    fn restart(&mut self) -> Result<()> {
        self.opt = optimizer(&self.vs, &self.settings)?;
        tch::manual_seed(self.settings.seed);
        Ok(())
    }

    fn step(&mut self, rows: &[i64]) -> Result<f32> {
        let rows = Tensor::from_slice(rows);
        let images = self.data.train.images.index_select(0, &rows);
        let labels = self.data.train.labels.index_select(0, &rows);
        let loss = self
            .net
            .forward_t(&images, true)
            .cross_entropy_for_logits(&labels);
        self.opt.backward_step(&loss);
        Ok(f32::try_from(&loss)?)
    }

    fn epoch(&mut self, order: &[i64]) -> Result<f64> {
        let mut sum_loss = 0.;
        for rows in order.chunks(self.settings.batch_size) {
            sum_loss += f64::from(self.step(rows)?) * rows.len() as f64;
        }
        Ok(sum_loss / order.len() as f64)
    }

    fn evaluate(&mut self) -> Result<Evaluation> {
        let _no_grad = tch::no_grad_guard();
        let test = &self.data.test;
        let batch_size = self.settings.batch_size as i64;
        let mut sum_loss = 0.;
        let mut sum_correct = 0;
        for (images, labels) in
            Iter2::new(&test.images, &test.labels, batch_size).return_smaller_last_batch()
        {
            let logits = self.net.forward_t(&images, false);
            let loss = logits.cross_entropy_for_logits(&labels);
            sum_loss += f64::try_from(&loss)? * labels.size()[0] as f64;
            let correct = logits.argmax(-1, false).eq_tensor(&labels);
            sum_correct += i64::try_from(&correct.sum(Kind::Int64))?;
        }
        let count = test.labels.size()[0] as f64;
        Ok(Evaluation {
            loss: sum_loss / count,
            accuracy: sum_correct as f64 / count,
        })
    }

    fn predict(&mut self, count: usize) -> Result<Vec<f32>> {
        let _no_grad = tch::no_grad_guard();
        let images = self.data.test.images.narrow(0, 0, count as i64);
        let probabilities = self.net.forward_t(&images, false).softmax(-1, Kind::Float);
        Ok(Vec::try_from(probabilities.view(-1))?)
    }
}
