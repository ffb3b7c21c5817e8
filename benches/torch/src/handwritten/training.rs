//! The training loop that the twins and the usual programs share.

use std::rc::Rc;

use tch::data::Iter2;
use tch::nn::{self, ModuleT};
use tch::{Device, Kind, Tensor};

use crate::{Data, Samples};
use neural_bench::Result;
use neural_bench::program::{Evaluation, Optimizer, Program, Settings, Weights};

/// What moves the parameters.
pub(super) trait Optimize: Sized {
    fn new(vs: &nn::VarStore, settings: Optimizer) -> Result<Self>;

    /// Takes a step against the gradient of the loss.
    fn backward_step(&mut self, loss: &Tensor);
}

/// A net in training.
pub(super) struct Training<N, O> {
    vs: nn::VarStore,
    net: N,
    opt: O,
    /// The images in the order of axes that the net takes.
    images: fn(&Samples) -> &Tensor,
    settings: Settings,
    data: Rc<Data>,
}

impl<N: ModuleT, O: Optimize> Training<N, O> {
    pub(super) fn new(
        settings: &Settings,
        data: &Rc<Data>,
        images: fn(&Samples) -> &Tensor,
        net: impl FnOnce(&nn::Path) -> N,
    ) -> Result<Self> {
        tch::manual_seed(settings.seed);
        let vs = nn::VarStore::new(Device::Cpu);
        let net = net(&vs.root());
        let opt = O::new(&vs, settings.optimizer)?;
        Ok(Self {
            vs,
            net,
            opt,
            images,
            settings: settings.clone(),
            data: Rc::clone(data),
        })
    }
}

impl<N: ModuleT, O: Optimize> Program for Training<N, O> {
    fn weights(&self) -> Result<Vec<Weights>> {
        crate::weights(&self.vs)
    }

    fn set_weights(&mut self, weights: &[Weights]) -> Result<()> {
        crate::set_weights(&self.vs, weights)
    }

    fn restart(&mut self) -> Result<()> {
        self.opt = O::new(&self.vs, self.settings.optimizer)?;
        tch::manual_seed(self.settings.seed);
        Ok(())
    }

    fn step(&mut self, rows: &[i64]) -> Result<f32> {
        let rows = Tensor::from_slice(rows);
        let images = (self.images)(&self.data.train).index_select(0, &rows);
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
            Iter2::new((self.images)(test), &test.labels, batch_size).return_smaller_last_batch()
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
        let images = (self.images)(&self.data.test).narrow(0, 0, count as i64);
        let probabilities = self.net.forward_t(&images, false).softmax(-1, Kind::Float);
        Ok(Vec::try_from(probabilities.view(-1))?)
    }
}
