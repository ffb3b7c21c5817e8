//! What connects a generated program to the suite.

use std::rc::Rc;

use anyhow::ensure;
use tensorflow::{SessionOptions, Status, Tensor};

use super::{Data, session_options};
use crate::Result;
use crate::program::{Evaluation, Program, Settings, Weights};

type New<P> = fn(i64, &SessionOptions) -> Result<P, Status>;
type Reset<P> = fn(&P) -> Result<(), Status>;
type Step<P> = fn(&P, &Tensor<f32>, &Tensor<i32>) -> Result<f32, Status>;
type Epoch<P> = fn(&P, &[f32], &[i32], &[i64]) -> Result<f64, Status>;
type Evaluate<P> = fn(&P, &[f32], &[i32]) -> Result<Evaluation, Status>;
type Predict<P> = fn(&P, &Tensor<f32>) -> Result<Tensor<f32>, Status>;
type GetWeights<P> = fn(&P) -> Result<Vec<(String, Tensor<f32>)>, Status>;
type SetWeights<P> = fn(&P, &[Tensor<f32>]) -> Result<(), Status>;

/// The functions of a generated program of the type `P`.
pub(super) struct Functions<P> {
    pub(super) new: New<P>,
    pub(super) reset_optimizer: Reset<P>,
    pub(super) train_step: Step<P>,
    pub(super) train_epoch: Epoch<P>,
    pub(super) evaluate: Evaluate<P>,
    pub(super) predict: Predict<P>,
    pub(super) weights: GetWeights<P>,
    pub(super) set_weights: SetWeights<P>,
}

/// What builds the program of a generated module: a `Factory<Data>`.
macro_rules! tensorflow_program {
    ($module:ident, $program:ident) => {{
        fn program(settings: &Settings, data: &std::rc::Rc<Data>) -> Result<Box<dyn Program>> {
            let functions = Functions {
                new: $module::$program::new,
                reset_optimizer: $module::$program::reset_optimizer,
                train_step: $module::$program::train_step,
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
pub(super) fn build<P: 'static>(
    functions: Functions<P>,
    settings: &Settings,
    data: &Rc<Data>,
) -> Result<Box<dyn Program>> {
    let program = (functions.new)(settings.seed, &session_options()?)?;
    Ok(Box::new(Adapter {
        functions,
        program,
        data: Rc::clone(data),
    }))
}

/// A generated program with its data.
struct Adapter<P> {
    functions: Functions<P>,
    program: P,
    data: Rc<Data>,
}

impl<P> Program for Adapter<P> {
    fn weights(&self) -> Result<Vec<Weights>> {
        let weights = (self.functions.weights)(&self.program)?;
        let weights = weights.into_iter().map(|(name, values)| Weights {
            name,
            shape: values.dims().iter().map(|&size| size as usize).collect(),
            values: values.to_vec(),
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
            values.push(Tensor::new(&shape).with_values(&weights.values)?);
        }
        Ok((self.functions.set_weights)(&self.program, &values)?)
    }

    fn restart(&mut self) -> Result<()> {
        Ok((self.functions.reset_optimizer)(&self.program)?)
    }

    fn step(&mut self, rows: &[i64]) -> Result<f32> {
        let (images, labels) = self.data.train.select(rows);
        Ok((self.functions.train_step)(
            &self.program,
            &images,
            &labels,
        )?)
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
        Ok(outputs.to_vec())
    }
}
