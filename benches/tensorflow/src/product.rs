//! Matrix products and convolutions alone, and runs that do nothing.

use anyhow::{Context, ensure};
use tensorflow::{DataType, Operation, Scope, Session, SessionRunArgs, Shape, Status, ops};

use super::runtime::verbatim_options;
use super::trace;
use neural_bench::Result;
use neural_bench::limits::{Form, Pass, Repeated};

/// Products to a run, so that beginning a run does not show.
const TIMES: usize = 16;

/// Operations of a run that measures an operation.
const OPERATIONS: usize = 1_000;

/// A product on matrices that lie in memory as those of a layer do.
pub(super) fn product(form: &Form, pass: Pass) -> Result<Repeated> {
    let graph = &mut Graph::default();
    match *form {
        Form::Dense {
            rows,
            inputs,
            units,
        } => {
            let x = graph.variable(&[rows, inputs])?;
            let kernel = graph.variable(&[inputs, units])?;
            let gradient = graph.variable(&[rows, units])?;
            graph.chain(TIMES, |scope| {
                let product = ops::MatMul::new();
                match pass {
                    Pass::Forward => product.build(x.clone(), kernel.clone(), scope),
                    Pass::InputGradient => {
                        let product = product.transpose_b(true);
                        product.build(gradient.clone(), kernel.clone(), scope)
                    }
                    Pass::KernelGradient => {
                        let product = product.transpose_a(true);
                        product.build(x.clone(), gradient.clone(), scope)
                    }
                }
            })
        }
        Form::Convolution {
            batch,
            input: [height, width, channels],
            kernel: [tall, wide],
            filters,
            strides,
            dilation,
            groups,
        } => {
            let [rows, columns] = form.result().context("a convolution has a result")?;
            let (images, kernels) = (
                [batch, height, width, channels],
                [tall, wide, channels / groups, filters],
            );
            let x = graph.variable(&images)?;
            let kernel = graph.variable(&kernels)?;
            let gradient = graph.variable(&[batch, rows, columns, filters])?;
            let strides = [1, strides[0], strides[1], 1];
            let dilation = [1, dilation[0], dilation[1], 1];
            let sizes = |sizes: [i64; 4]| sizes.map(|size| size as i32);
            let sizes = match pass {
                Pass::KernelGradient => sizes(kernels),
                _ => sizes(images),
            };
            let sizes = ops::constant(&sizes[..], &mut graph.scope)?;
            graph.chain(TIMES, |scope| match pass {
                Pass::Forward => ops::Conv2D::new()
                    .strides(strides)
                    .dilations(dilation)
                    .padding("VALID")
                    .build(x.clone(), kernel.clone(), scope),
                Pass::InputGradient => ops::Conv2DBackpropInput::new()
                    .strides(strides)
                    .dilations(dilation)
                    .padding("VALID")
                    .build(sizes.clone(), kernel.clone(), gradient.clone(), scope),
                Pass::KernelGradient => ops::Conv2DBackpropFilter::new()
                    .strides(strides)
                    .dilations(dilation)
                    .padding("VALID")
                    .build(x.clone(), sizes.clone(), gradient.clone(), scope),
            })
        }
    }
}

/// A run that does nothing.
pub(super) fn empty() -> Result<Repeated> {
    Graph::default().chain(1, ops::no_op)
}

/// An operation on one value, a thousand times in a run.
pub(super) fn smallest() -> Result<Repeated> {
    let graph = &mut Graph::default();
    let x = graph.variable(&[1])?;
    graph.chain(OPERATIONS, |scope| ops::tanh(x.clone(), scope))
}

/// A graph with the operations that give its variables their values.
struct Graph {
    scope: Scope,
    initializers: Vec<Operation>,
}

impl Default for Graph {
    fn default() -> Self {
        Self {
            scope: Scope::new_root_scope(),
            initializers: Vec::new(),
        }
    }
}

impl Graph {
    /// A variable: a constant would be computed with when the graph is built.
    fn variable(&mut self, shape: &[i64]) -> Result<Operation> {
        let scope = &mut self.scope;
        let variable = ops::VariableV2::new()
            .dtype(DataType::Float)
            .shape(Shape::new(Some(shape.iter().copied().map(Some).collect())))
            .build(scope)?;
        let shape = ops::constant(shape, scope)?;
        let seed = ops::constant(&[1i64, 2][..], scope)?;
        let values = ops::StatelessRandomUniform::new()
            .dtype(DataType::Float)
            .build(shape, seed, scope)?;
        let initializer = ops::assign(variable.clone(), values, scope)?;
        self.initializers.push(initializer);
        Ok(variable)
    }

    /// The same operation so many times, each after the one before, in one run.
    fn chain(
        &mut self,
        times: usize,
        mut operation: impl FnMut(&mut Scope) -> Result<Operation, Status>,
    ) -> Result<Repeated> {
        let mut last = operation(&mut self.scope)?;
        for _ in 1..times {
            last = operation(&mut self.scope.with_control_dependencies(&[last]))?;
        }
        let session = Session::new(&verbatim_options()?, &self.scope.graph())?;
        if !self.initializers.is_empty() {
            let mut first = SessionRunArgs::new();
            for initializer in &self.initializers {
                first.add_target(initializer);
            }
            session.run(&mut first)?;
        }
        // What an optimiser made one of would be so many times too fast.
        let mut args = SessionRunArgs::new();
        args.set_run_options(&trace::OPTIONS);
        args.set_request_metadata(true);
        args.add_target(&last);
        session.run(&mut args)?;
        let done = trace::count(args.get_metadata().unwrap_or_default())?;
        ensure!(
            done >= times,
            "TensorFlow ran {done} operations where {times} were asked for"
        );
        let call = move || {
            let mut args = SessionRunArgs::new();
            args.add_target(&last);
            Ok(session.run(&mut args)?)
        };
        Ok(Repeated {
            times,
            call: Box::new(call),
        })
    }
}
