//! What connects a generated program to the suite.

use std::rc::Rc;

use anyhow::ensure;
use tensorflow::{SessionOptions, Status, Tensor};

use super::real::Real;
use super::{Data, session_options, trace};
use neural_bench::Result;
use neural_bench::limits::Phases;
use neural_bench::measure::timed;
use neural_bench::program::{Evaluation, Program, Settings, Weights};

type New<P> = fn(i64, &SessionOptions) -> Result<P, Status>;
type Reset<P> = fn(&P) -> Result<(), Status>;
type Step<P, T> = fn(&P, &Tensor<T>, &Tensor<i32>) -> Result<T, Status>;
type TracedStep<P, T> = fn(&P, &Tensor<T>, &Tensor<i32>) -> Result<Vec<u8>, Status>;
type Epoch<P, T> = fn(&P, &[T], &[i32], &[i64]) -> Result<f64, Status>;
type Evaluate<P, T> = fn(&P, &[T], &[i32]) -> Result<Evaluation, Status>;
type Predict<P, T> = fn(&P, &Tensor<T>) -> Result<Tensor<T>, Status>;
type GetWeights<P, T> = fn(&P) -> Result<Vec<(String, Tensor<T>)>, Status>;
type SetWeights<P, T> = fn(&P, &[Tensor<T>]) -> Result<(), Status>;

/// The functions of a generated program of the type `P` that computes in `T`.
pub(super) struct Functions<P, T: Real> {
    pub(super) new: New<P>,
    pub(super) reset_optimizer: Reset<P>,
    pub(super) train_step: Step<P, T>,
    pub(super) traced_step: TracedStep<P, T>,
    pub(super) train_epoch: Epoch<P, T>,
    pub(super) evaluate: Evaluate<P, T>,
    pub(super) predict: Predict<P, T>,
    pub(super) weights: GetWeights<P, T>,
    pub(super) set_weights: SetWeights<P, T>,
}

/// What builds the program of a generated module: a `Factory<Data>`.
macro_rules! tensorflow_program {
    ($module:ident, $program:ident, $float:ident, $images:ident) => {{
        fn program(settings: &Settings, data: &std::rc::Rc<Data>) -> Result<Box<dyn Program>> {
            let functions = Functions::<_, $float> {
                new: $module::$program::new,
                reset_optimizer: $module::$program::reset_optimizer,
                train_step: $module::$program::train_step,
                traced_step: $module::$program::traced_step,
                train_epoch: $module::$program::train_epoch,
                evaluate: |program, images, labels| {
                    let result = program.evaluate(images, labels)?;
                    Ok(Evaluation {
                        loss: result.loss,
                        accuracy: result.accuracy,
                    })
                },
                predict: $module::$program::predict,
                weights: $module::$program::weights,
                set_weights: $module::$program::set_weights,
            };
            build(functions, settings, data)
        }
        program
    }};
}

/// Builds the program of a generated module.
pub(super) fn build<P: 'static, T: Real>(
    functions: Functions<P, T>,
    settings: &Settings,
    data: &Rc<Data>,
) -> Result<Box<dyn Program>> {
    let program = (functions.new)(settings.seed, &session_options()?)?;
    Ok(Box::new(Adapter {
        functions,
        program,
        data: T::data(data),
    }))
}

/// A generated program with its data.
struct Adapter<P, T: Real> {
    functions: Functions<P, T>,
    program: P,
    data: Rc<Data<T>>,
}

impl<P, T: Real> Program for Adapter<P, T> {
    fn weights(&self) -> Result<Vec<Weights>> {
        let weights = (self.functions.weights)(&self.program)?;
        let weights = weights.into_iter().map(|(name, values)| Weights {
            name,
            shape: values.dims().iter().map(|&size| size as usize).collect(),
            values: values.iter().map(|&value| value.rounded()).collect(),
        });
        Ok(weights.collect())
    }

    fn set_weights(&mut self, weights: &[Weights]) -> Result<()> {
        let present = (self.functions.weights)(&self.program)?;
        ensure!(
            present.len() == weights.len(),
            "{} values for {} parameters",
            weights.len(),
            present.len()
        );
        let mut values = Vec::with_capacity(weights.len());
        for ((name, value), weights) in present.iter().zip(weights) {
            let shape: Vec<u64> = weights.shape.iter().map(|&size| size as u64).collect();
            ensure!(
                *name == weights.name && value.dims() == shape,
                "`{}` {shape:?} for the parameter `{name}` {:?}",
                weights.name,
                value.dims()
            );
            let wide: Vec<T> = weights.values.iter().map(|&it| T::widened(it)).collect();
            values.push(Tensor::new(&shape).with_values(&wide)?);
        }
        Ok((self.functions.set_weights)(&self.program, &values)?)
    }

    fn restart(&mut self) -> Result<()> {
        Ok((self.functions.reset_optimizer)(&self.program)?)
    }

    fn step(&mut self, rows: &[i64]) -> Result<f32> {
        let (images, labels) = self.data.train.select(rows);
        let loss = (self.functions.train_step)(&self.program, &images, &labels)?;
        Ok(loss.rounded())
    }

    fn phases(&mut self, rows: &[i64]) -> Result<Option<Phases>> {
        let ((images, labels), data) = timed(|| self.data.train.select(rows));
        // Writing times down costs time, so the step is timed without.
        let step = || (self.functions.train_step)(&self.program, &images, &labels);
        let (loss, seconds) = timed(step);
        loss?;
        let metadata = (self.functions.traced_step)(&self.program, &images, &labels)?;
        let phases = trace::phases(&metadata, seconds)?;
        Ok(Some(Phases { data, ..phases }))
    }

    fn epoch(&mut self, order: &[i64]) -> Result<f64> {
        let train = &self.data.train;
        Ok((self.functions.train_epoch)(
            &self.program,
            &train.images,
            &train.labels,
            order,
        )?)
    }

    fn evaluate(&mut self) -> Result<Evaluation> {
        let test = &self.data.test;
        Ok((self.functions.evaluate)(
            &self.program,
            &test.images,
            &test.labels,
        )?)
    }

    fn predict(&mut self, count: usize) -> Result<Vec<f32>> {
        let images = self.data.first(count)?;
        let outputs = (self.functions.predict)(&self.program, &images)?;
        Ok(outputs.iter().map(|&value| value.rounded()).collect())
    }
}
