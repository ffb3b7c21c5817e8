//! What connects a generated program to the suite.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use anyhow::anyhow;
use tch::{Device, Kind, TchError, Tensor, nn};

use super::data::Samples;
use super::observer::count_operators;
use super::{Data, set_weights, weights};
use neural_bench::Result;
use neural_bench::limits::Phases;
use neural_bench::measure::timed;
use neural_bench::program::{Evaluation, Program, Settings, Weights};

/// The functions of a generated module whose model is an `M` and whose optimiser is an `O`.
pub(super) struct Functions<M, O> {
    /// The images in the order of axes that the program takes.
    pub(super) images: fn(&Samples) -> &Tensor,
    pub(super) new: fn(&nn::Path) -> M,
    pub(super) loss: fn(&M, &Tensor, &Tensor) -> Tensor,
    pub(super) backward_step: fn(&mut O, &Tensor),
    pub(super) optimizer: fn(&nn::VarStore) -> Result<O, TchError>,
    pub(super) train_step: fn(&M, &mut O, &Tensor, &Tensor) -> f64,
    pub(super) train_epoch: fn(&M, &mut O, &Tensor, &Tensor, &[i64]) -> f64,
    pub(super) evaluate: fn(&M, &Tensor, &Tensor) -> Evaluation,
    pub(super) predict: fn(&M, &Tensor) -> Tensor,
}

/// What builds the program of a generated module: a `Factory<Data>`.
macro_rules! torch_program {
    ($module:ident, $model:ident, $float:ident, $images:ident) => {{
        fn program(settings: &Settings, data: &std::rc::Rc<Data>) -> Result<Box<dyn Program>> {
            let functions = Functions {
                images: |samples| &samples.$images,
                new: |vs| $module::$model::new(vs),
                // First, for it says what the optimiser is.
                optimizer: $module::optimizer,
                loss: |model, images, labels| {
                    let outputs = tch::nn::ModuleT::forward_t(model, images, true);
                    $module::loss(&outputs, labels)
                },
                backward_step: |optimizer, loss| optimizer.backward_step(loss),
                train_step: $module::train_step,
                train_epoch: $module::train_epoch,
                evaluate: |model, images, labels| {
                    let result = $module::evaluate(model, images, labels);
                    Evaluation {
                        loss: result.loss,
                        accuracy: result.accuracy,
                    }
                },
                predict: $module::predict,
            };
            build(functions, <$float as Element>::KIND, settings, data)
        }
        program
    }};
}

/// Builds the program of a generated module, which computes in `kind`.
pub(super) fn build<M: 'static, O: 'static>(
    functions: Functions<M, O>,
    kind: Kind,
    settings: &Settings,
    data: &Rc<Data>,
) -> Result<Box<dyn Program>> {
    // The data is in float32, and only a reference in another type gets a copy of its own.
    let data = match kind {
        Kind::Float => Rc::clone(data),
        _ => Rc::new(data.to_kind(kind)?),
    };
    guarded(|| {
        tch::manual_seed(settings.seed);
        let mut vs = nn::VarStore::new(Device::Cpu);
        if kind != Kind::Float {
            vs.set_kind(kind);
        }
        let model = (functions.new)(&vs.root());
        let optimizer = (functions.optimizer)(&vs)?;
        Ok(Box::new(Adapter {
            functions,
            vs,
            model,
            optimizer,
            data,
            seed: settings.seed,
        }) as Box<dyn Program>)
    })?
}

/// A generated program with its data.
struct Adapter<M, O> {
    functions: Functions<M, O>,
    vs: nn::VarStore,
    model: M,
    optimizer: O,
    data: Rc<Data>,
    seed: i64,
}

impl<M, O> Program for Adapter<M, O> {
    fn weights(&self) -> Result<Vec<Weights>> {
        weights(&self.vs)
    }

    fn set_weights(&mut self, weights: &[Weights]) -> Result<()> {
        set_weights(&self.vs, weights)
    }

    fn restart(&mut self) -> Result<()> {
        self.optimizer = (self.functions.optimizer)(&self.vs)?;
        tch::manual_seed(self.seed);
        Ok(())
    }

    fn step(&mut self, rows: &[i64]) -> Result<f32> {
        let train = &self.data.train;
        let rows = Tensor::f_from_slice(rows)?;
        let images = (self.functions.images)(train).f_index_select(0, &rows)?;
        let labels = train.labels.f_index_select(0, &rows)?;
        guarded(|| {
            (self.functions.train_step)(&self.model, &mut self.optimizer, &images, &labels) as f32
        })
    }

    fn phases(&mut self, rows: &[i64]) -> Result<Option<Phases>> {
        let data = Rc::clone(&self.data);
        let (functions, train) = (&self.functions, &data.train);
        let parameters = self.vs.trainable_variables();
        let (model, optimizer) = (&self.model, &mut self.optimizer);
        guarded(|| {
            let gather = || {
                let rows = Tensor::from_slice(rows);
                let images = (functions.images)(train).index_select(0, &rows);
                (images, train.labels.index_select(0, &rows))
            };
            let ((images, labels), data) = timed(gather);
            let (loss, forward) = timed(|| (functions.loss)(model, &images, &labels));
            let run_backward = || Tensor::run_backward(&[&loss], &parameters, false, false);
            let (gradients, backward) = timed(run_backward);
            drop((gradients, loss));
            // The optimiser does both, so its own part is what is left.
            let loss = (functions.loss)(model, &images, &labels);
            let ((), both) = timed(|| (functions.backward_step)(optimizer, &loss));
            let (_, rest) = timed(|| loss.double_value(&[]));
            drop(loss);
            let (_, operations) = count_operators(|| {
                let (images, labels) = gather();
                (functions.train_step)(model, optimizer, &images, &labels)
            });
            Some(Phases {
                data,
                forward,
                backward,
                optimizer: both - backward,
                rest,
                operations: operations as f64,
            })
        })
    }

    fn epoch(&mut self, order: &[i64]) -> Result<f64> {
        let train = &self.data.train;
        guarded(|| {
            (self.functions.train_epoch)(
                &self.model,
                &mut self.optimizer,
                (self.functions.images)(train),
                &train.labels,
                order,
            )
        })
    }

    fn evaluate(&mut self) -> Result<Evaluation> {
        let test = &self.data.test;
        let images = (self.functions.images)(test);
        guarded(|| (self.functions.evaluate)(&self.model, images, &test.labels))
    }

    fn predict(&mut self, count: usize) -> Result<Vec<f32>> {
        let images = (self.functions.images)(&self.data.test).f_narrow(0, 0, count as i64)?;
        guarded(|| {
            let outputs = (self.functions.predict)(&self.model, &images);
            Ok(Vec::try_from(&outputs.f_flatten(0, -1)?)?)
        })?
    }
}

/// Turns a panic into an error: as `tch`'s own examples do, a generated program uses the functions that
/// panic where libtorch refuses.
pub(super) fn guarded<T>(run: impl FnOnce() -> T) -> Result<T> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| {
        let message = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("it does not say why");
        // What follows are libtorch's own stack frames.
        let message = message.split("\\nException raised from").next();
        anyhow!("it panicked: {}", message.unwrap_or_default())
    })
}
