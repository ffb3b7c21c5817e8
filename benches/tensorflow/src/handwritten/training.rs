//! What the twins share: the graph around a model, and the training loop.

use std::rc::Rc;

use anyhow::ensure;
use tensorflow::{
    DataType, Operation, Output, Scope, Session, SessionRunArgs, Shape, Status, Tensor, Variable,
    ops,
};

use super::layers::Dropout;
use super::optimizer::minimize;
use crate::{Data, Samples, session_options};
use neural_bench::Result;
use neural_bench::program::{Evaluation, Program, Settings, Weights};

/// The layers of a model.
pub(super) trait Model: Sized {
    /// Makes the variables.
    fn new(seed: i64, scope: &mut Scope) -> Result<Self, Status>;

    /// The variables in the order of the layers.
    fn variables(&self) -> Vec<Variable>;

    /// The layers up to the softmax; with dropout while training.
    fn logits(
        &self,
        images: Output,
        dropout: Option<&Dropout>,
        scope: &mut Scope,
    ) -> Result<Output, Status>;
}

/// A model in training.
pub(super) struct Training {
    session: Session,
    images: Operation,
    labels: Operation,
    minimize: Operation,
    train_loss: Operation,
    test_loss: Operation,
    correct: Operation,
    probabilities: Operation,
    variables: Vec<Variable>,
    /// The variables that restarting initialises again.
    state: Vec<Variable>,
    /// For each variable what to feed, and what then assigns it.
    assignments: Vec<(Operation, Operation)>,
    batch_size: usize,
    data: Rc<Data>,
}

impl Training {
    pub(super) fn new<M: Model>(settings: &Settings, data: &Rc<Data>) -> Result<Self> {
        let mut scope = Scope::new_root_scope();
        let scope = &mut scope;
        let mut shape = vec![None];
        shape.extend(data.train.shape.iter().map(|&size| Some(size as i64)));
        let images = ops::Placeholder::new()
            .dtype(DataType::Float)
            .shape(Shape::from(Some(shape)))
            .build(&mut scope.with_op_name("images"))?;
        let labels = ops::Placeholder::new()
            .dtype(DataType::Int32)
            .shape(Shape::from(Some(vec![None])))
            .build(&mut scope.with_op_name("labels"))?;
        let model = M::new(settings.seed, scope)?;
        let variables = model.variables();

        let step = Variable::builder()
            .const_initial_value(0i64)
            .build(&mut scope.with_op_name("step"))?;
        let dropout = settings.dropout.then(|| Dropout {
            seed: settings.seed,
            step: step.output().clone(),
        });
        let logits = model.logits(images.clone().into(), dropout.as_ref(), scope)?;
        let (train_loss, surrogate) = losses(&logits, &labels, scope)?;
        let (mut state, minimize) = minimize(settings.optimizer, surrogate, &variables, scope)?;
        let one = ops::constant(1i64, scope)?;
        let minimize = ops::assign_add(
            step.output().clone(),
            one,
            &mut scope.with_control_dependencies(&[minimize]),
        )?;
        state.push(step);

        let logits = model.logits(images.clone().into(), None, scope)?;
        let probabilities = ops::softmax(logits.clone(), scope)?;
        let (test_loss, _) = losses(&logits, &labels, scope)?;
        let last_axis = ops::constant(-1, scope)?;
        let classes = ops::ArgMax::new()
            .output_type(DataType::Int32)
            .build(logits, last_axis, scope)?;
        let correct = ops::equal(classes, labels.clone(), scope)?;

        let mut assignments = Vec::new();
        for variable in &variables {
            let value = ops::Placeholder::new()
                .dtype(DataType::Float)
                .shape(variable.shape().clone())
                .build(scope)?;
            let assign = ops::assign(variable.output().clone(), value.clone(), scope)?;
            assignments.push((value, assign));
        }

        let session = Session::new(&session_options()?, &scope.graph())?;
        let mut training = Self {
            session,
            images,
            labels,
            minimize,
            train_loss,
            test_loss,
            correct,
            probabilities,
            variables,
            state,
            assignments,
            batch_size: settings.batch_size,
            data: Rc::clone(data),
        };
        training.run_initializers(&training.variables)?;
        training.restart()?;
        Ok(training)
    }

    fn run_initializers(&self, variables: &[Variable]) -> Result<()> {
        let mut run_args = SessionRunArgs::new();
        for variable in variables {
            run_args.add_target(variable.initializer());
        }
        Ok(self.session.run(&mut run_args)?)
    }
}

/// The mean loss, and what to differentiate in its place: the crate's library has no gradient for
/// this loss, but the operation computes it as its second output.
fn losses(
    logits: &Output,
    labels: &Operation,
    scope: &mut Scope,
) -> Result<(Operation, Output), Status> {
    let cross_entropy =
        ops::sparse_softmax_cross_entropy_with_logits(logits.clone(), labels.clone(), scope)?;
    let first_axis = ops::constant(0, scope)?;
    let loss = ops::mean(cross_entropy.clone(), first_axis, scope)?;
    let backprop = Output {
        operation: cross_entropy,
        index: 1,
    };
    let size = ops::size(labels.clone(), scope)?;
    let size = ops::Cast::new()
        .SrcT(DataType::Int32)
        .DstT(DataType::Float)
        .build(size, scope)?;
    let backprop = ops::div(backprop, size, scope)?;
    let backprop = ops::stop_gradient(backprop, scope)?;
    let surrogate = ops::mul(logits.clone(), backprop, scope)?;
    Ok((loss, surrogate.into()))
}

/// The images and labels of these rows.
fn batch(
    samples: &Samples,
    rows: impl ExactSizeIterator<Item = usize>,
) -> (Tensor<f32>, Tensor<i32>) {
    let mut dims = vec![rows.len() as u64];
    let mut labels = Tensor::<i32>::new(&dims);
    dims.extend(&samples.shape);
    let mut images = Tensor::<f32>::new(&dims);
    let size = images.len() / labels.len();
    let batch = images.chunks_exact_mut(size).zip(labels.iter_mut());
    for (row, (image, label)) in rows.zip(batch) {
        image.copy_from_slice(&samples.images[row * size..(row + 1) * size]);
        *label = samples.labels[row];
    }
    (images, labels)
}

impl Program for Training {
    fn weights(&self) -> Result<Vec<Weights>> {
        let mut run_args = SessionRunArgs::new();
        let mut fetches = Vec::new();
        for variable in &self.variables {
            let output = variable.output();
            fetches.push(run_args.request_fetch(&output.operation, output.index));
        }
        self.session.run(&mut run_args)?;
        let mut weights = Vec::new();
        for (variable, fetch) in self.variables.iter().zip(fetches) {
            let values = run_args.fetch::<f32>(fetch)?;
            weights.push(Weights {
                name: variable.name().to_owned(),
                shape: values.dims().iter().map(|&dim| dim as usize).collect(),
                values: values.to_vec(),
            });
        }
        Ok(weights)
    }

    fn set_weights(&mut self, weights: &[Weights]) -> Result<()> {
        ensure!(
            weights.len() == self.variables.len(),
            "{} values for {} variables",
            weights.len(),
            self.variables.len()
        );
        let mut tensors = Vec::new();
        for (variable, weights) in self.variables.iter().zip(weights) {
            ensure!(
                variable.name() == weights.name,
                "`{}` for the variable `{}`",
                weights.name,
                variable.name()
            );
            let dims: Vec<u64> = weights.shape.iter().map(|&dim| dim as u64).collect();
            tensors.push(Tensor::new(&dims).with_values(&weights.values)?);
        }
        let mut run_args = SessionRunArgs::new();
        for ((value, assign), tensor) in self.assignments.iter().zip(&tensors) {
            run_args.add_feed(value, 0, tensor);
            run_args.add_target(assign);
        }
        Ok(self.session.run(&mut run_args)?)
    }

    fn restart(&mut self) -> Result<()> {
        self.run_initializers(&self.state)
    }

    fn step(&mut self, rows: &[i64]) -> Result<f32> {
        let (images, labels) = batch(&self.data.train, rows.iter().map(|&row| row as usize));
        let mut run_args = SessionRunArgs::new();
        run_args.add_feed(&self.images, 0, &images);
        run_args.add_feed(&self.labels, 0, &labels);
        run_args.add_target(&self.minimize);
        let loss = run_args.request_fetch(&self.train_loss, 0);
        self.session.run(&mut run_args)?;
        Ok(run_args.fetch::<f32>(loss)?[0])
    }

    fn epoch(&mut self, order: &[i64]) -> Result<f64> {
        let mut sum = 0.0;
        for rows in order.chunks(self.batch_size) {
            sum += f64::from(self.step(rows)?) * rows.len() as f64;
        }
        Ok(sum / order.len() as f64)
    }

    fn evaluate(&mut self) -> Result<Evaluation> {
        let test = &self.data.test;
        let count = test.labels.len();
        let (mut loss, mut correct) = (0.0, 0);
        for start in (0..count).step_by(self.batch_size) {
            let end = count.min(start + self.batch_size);
            let (images, labels) = batch(test, start..end);
            let mut run_args = SessionRunArgs::new();
            run_args.add_feed(&self.images, 0, &images);
            run_args.add_feed(&self.labels, 0, &labels);
            let batch_loss = run_args.request_fetch(&self.test_loss, 0);
            let hits = run_args.request_fetch(&self.correct, 0);
            self.session.run(&mut run_args)?;
            loss += f64::from(run_args.fetch::<f32>(batch_loss)?[0]) * (end - start) as f64;
            let hits = run_args.fetch::<bool>(hits)?;
            correct += hits.iter().filter(|&&hit| hit).count();
        }
        Ok(Evaluation {
            loss: loss / count as f64,
            accuracy: correct as f64 / count as f64,
        })
    }

    fn predict(&mut self, count: usize) -> Result<Vec<f32>> {
        let images = self.data.first(count)?;
        let mut run_args = SessionRunArgs::new();
        run_args.add_feed(&self.images, 0, &images);
        let probabilities = run_args.request_fetch(&self.probabilities, 0);
        self.session.run(&mut run_args)?;
        Ok(run_args.fetch::<f32>(probabilities)?.to_vec())
    }
}
