//! The training loop that the twins share.

use std::rc::Rc;

use tch::data::Iter2;
use tch::nn::{self, ModuleT};
use tch::{Device, Kind, Tensor};

use super::optimizer::Optimizer;
use crate::Result;
use crate::backend::torch::{self, Data};
use crate::program::{Evaluation, Program, Settings, Weights};

/// A net in training.
pub(super) struct Training<N> {
    vs: nn::VarStore,
    net: N,
    opt: Optimizer,
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
        let opt = Optimizer::new(&vs, settings.optimizer);
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
        self.opt = Optimizer::new(&self.vs, self.settings.optimizer);
        tch::manual_seed(self.settings.seed);
        Ok(())
    }

    fn step(&mut self, rows: &[i64]) -> Result<f32> {
        let rows = Tensor::from_slice(rows);
        let images = self.data.train.channels_last.index_select(0, &rows);
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
            Iter2::new(&test.channels_last, &test.labels, batch_size).return_smaller_last_batch()
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
        let images = self.data.test.channels_last.narrow(0, 0, count as i64);
        let probabilities = self.net.forward_t(&images, false).softmax(-1, Kind::Float);
        Ok(Vec::try_from(probabilities.view(-1))?)
    }
}
