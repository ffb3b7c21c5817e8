//! What is decided before the first line is written: names, what is left out, where softmax is.

use std::fmt::Write;

use super::float::Float;
use crate::codegen::names::Names;
use crate::codegen::support::{output_span, refusal};
use crate::codegen::{Dtype, Optimization, Options, type_name};
use crate::diagnostic::Diagnostic;
use crate::network::{
    Activation, Conv2D, Initializer, Loss, Network, Node, Operation, Optimizer, Parameter, Value,
};

/// Variables of the program's own in the function that makes the weights.
const VARIABLES: [&str; 3] = ["initial", "scope", "seed"];

/// A trained parameter and its field.
#[derive(Debug)]
pub(super) struct Weight {
    /// What it is.
    pub(super) parameter: Parameter,
    /// The field that holds it: `conv2d_kernel`.
    pub(super) field: String,
}

/// A layer and what was decided for it.
#[derive(Debug)]
pub(super) struct Layer<'a> {
    /// The layer.
    pub(super) node: &'a Node,
    /// Its weights, kernel before bias.
    pub(super) weights: Vec<Weight>,
    /// The field of the bias that the program adds here; of a convolution it may be the pooling behind.
    pub(super) bias: Option<String>,
    /// The activation that the program applies.
    pub(super) activation: Activation,
    /// Whether it leaves no trace in the program.
    pub(super) skipped: bool,
}

/// What was decided for a network.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// The network.
    pub(super) network: &'a Network,
    /// What the program computes in.
    pub(super) float: &'static Float,
    /// The name of the program's type.
    pub(super) type_name: String,
    /// One for each node.
    pub(super) layers: Vec<Layer<'a>>,
    /// Whether the layers stop short of the softmax, which the loss then holds.
    pub(super) logits: bool,
}

impl<'a> Plan<'a> {
    /// Decides.
    ///
    /// # Errors
    /// One diagnostic for each place that the program cannot express.
    pub(super) fn new(network: &'a Network, options: &Options) -> Result<Self, Vec<Diagnostic>> {
        let errors = refusals(network, options.dtype);
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut names = Names::new(&VARIABLES);
        let mut plan = Self {
            network,
            float: Float::of(options.dtype),
            type_name: type_name(network),
            layers: Vec::with_capacity(network.nodes.len()),
            logits: false,
        };
        for node in &network.nodes {
            let layer = plan.layer(node, &mut names);
            plan.layers.push(layer);
        }
        if options.optimizations.has(Optimization::PoolFirst) {
            plan.pool_before_bias();
        }
        plan.fuse_softmax();
        Ok(plan)
    }

    /// Leaves the bias of a convolution to the max pooling behind it, where it has a quarter of the
    /// work. To add one number rounds, but never turns greater into less, so the maximum of the sums is
    /// the sum of the maximum, to the last bit. Only where two sums are equal and the numbers were not
    /// may the gradient go to the other place, which is as right.
    fn pool_before_bias(&mut self) {
        for index in 1..self.layers.len() {
            let (before, rest) = self.layers.split_at_mut(index);
            let (convolution, pool) = (&mut before[index - 1], &mut rest[0]);
            if let Operation::Conv2D(_) = convolution.node.operation
                && let Operation::MaxPooling2D(_) = pool.node.operation
                && convolution.activation == Activation::Linear
            {
                pool.bias = convolution.bias.take();
            }
        }
    }

    fn layer(&self, node: &'a Node, names: &mut Names) -> Layer<'a> {
        let weights: Vec<Weight> = self
            .network
            .parameters_of(node)
            .into_iter()
            .map(|parameter| Weight {
                field: names.snake(&parameter.name),
                parameter,
            })
            .collect();
        let (activation, skipped) = match &node.operation {
            Operation::Dense(dense) => (dense.activation, false),
            Operation::Conv2D(conv) => (conv.activation, false),
            Operation::Activation(activation) => (*activation, *activation == Activation::Linear),
            Operation::Flatten => {
                let rank = self.network.shape(node.inputs[0]).rank();
                (Activation::Linear, rank == 1)
            }
            // Without a loss there is no training, and dropout takes place nowhere else.
            Operation::Dropout(dropout) => (
                Activation::Linear,
                dropout.rate == 0.0 || self.network.loss.is_none(),
            ),
            Operation::MaxPooling2D(pool) => (pool.activation, false),
            Operation::Cropping2D(_) | Operation::Layer(_) => (Activation::Linear, false),
        };
        Layer {
            node,
            bias: weights.get(1).map(|bias| bias.field.clone()),
            weights,
            activation,
            skipped,
        }
    }

    /// Leaves a softmax at the end to the loss, which is then computed from logits: the same value
    /// without the logarithm of a rounded exponential.
    fn fuse_softmax(&mut self) {
        let Some(Loss::SparseCategoricalCrossentropy) = self.network.loss else {
            return;
        };
        let last = self.layers.iter_mut().rev().find(|layer| !layer.skipped);
        if let Some(layer) = last
            && layer.activation == Activation::Softmax
        {
            layer.activation = Activation::Linear;
            layer.skipped = matches!(layer.node.operation, Operation::Activation(_));
            self.logits = true;
        }
    }

    /// Whether the program trains; otherwise it only predicts.
    pub(super) fn trains(&self) -> bool {
        self.network.loss.is_some()
    }

    /// Whether the program behaves differently while training.
    pub(super) fn uses_dropout(&self) -> bool {
        self.layers()
            .any(|layer| matches!(layer.node.operation, Operation::Dropout(_)))
    }

    /// The layers that leave a trace.
    pub(super) fn layers(&self) -> impl Iterator<Item = &Layer<'a>> {
        self.layers.iter().filter(|layer| !layer.skipped)
    }

    /// All weights, in the order of the layers.
    pub(super) fn weights(&self) -> impl Iterator<Item = &Weight> {
        self.layers.iter().flat_map(|layer| &layer.weights)
    }

    /// Whether a layer changes the shape alone.
    pub(super) fn reshapes(&self) -> bool {
        self.layers().any(|layer| match &layer.node.operation {
            Operation::Flatten => true,
            Operation::Dense(_) => self.network.shape(layer.node.inputs[0]).rank() > 1,
            _ => false,
        })
    }

    /// Whether a layer cuts off a part of an image.
    pub(super) fn crops(&self) -> bool {
        self.layers()
            .any(|layer| matches!(layer.node.operation, Operation::Cropping2D(_)))
    }

    /// Whether a weight begins with this initialiser.
    pub(super) fn initializes(&self, which: impl Fn(Initializer) -> bool) -> bool {
        self.weights()
            .any(|weight| which(weight.parameter.initializer))
    }

    /// The optimiser's variable and type in the program; none where it has no state.
    pub(super) fn optimizer(&self) -> Option<(&'static str, &'static str)> {
        match &self.network.optimizer {
            Optimizer::Adam(_) => Some(("adam", "Adam")),
            Optimizer::Sgd(sgd) if sgd.momentum != 0.0 => Some(("momentum", "Momentum")),
            _ => None,
        }
    }

    /// Whether training leaves anything behind beside the weights.
    pub(super) fn has_state(&self) -> bool {
        self.trains() && (self.optimizer().is_some() || self.uses_dropout())
    }

    /// Whether the network takes images.
    pub(super) fn takes_images(&self) -> bool {
        self.network.inputs[0].shape.rank() == 3
    }

    /// What the network takes, as a name: `images` or `inputs`.
    pub(super) fn inputs(&self) -> &'static str {
        if self.takes_images() {
            "images"
        } else {
            "inputs"
        }
    }

    /// One of them: `image` or `input`.
    pub(super) fn input(&self) -> &'static str {
        if self.takes_images() {
            "image"
        } else {
            "input"
        }
    }

    /// What the network computes, as a name.
    pub(super) fn predictions(&self) -> &'static str {
        if self.logits {
            "probabilities"
        } else {
            "outputs"
        }
    }

    /// The size of a sample along each axis.
    pub(super) fn sample_shape(&self) -> Vec<u64> {
        dimensions(self.network, Value::Input(0))
    }

    /// How many values a sample has.
    pub(super) fn sample_size(&self) -> u64 {
        self.sample_shape().iter().product()
    }

    /// The shape that the program takes: `(batch, 28, 28, 1)`.
    pub(super) fn input_shape(&self) -> String {
        batch_shape(self.network, Value::Input(0))
    }

    /// The shape that the program computes.
    pub(super) fn output_shape(&self) -> String {
        batch_shape(self.network, self.network.output)
    }
}

/// Whether TensorFlow computes a wrong gradient for this convolution.
///
/// The gradient of `Conv2D` in its C++ library forgets the dilation.
pub(super) fn is_dilated(conv: &Conv2D) -> bool {
    conv.dilation_rate != [1, 1]
}

/// A value's size along each axis.
pub(super) fn dimensions(network: &Network, value: Value) -> Vec<u64> {
    network
        .shape(value)
        .dimensions()
        .expect("a network with a dimension that is not known was refused")
}

/// A value's shape with the batch before it: `(batch, 26, 26, 32)`.
pub(super) fn batch_shape(network: &Network, value: Value) -> String {
    let mut text = String::with_capacity(24);
    text.push_str("(batch");
    for dimension in dimensions(network, value) {
        let _ = write!(text, ", {dimension}");
    }
    text.push(')');
    text
}

/// What the program cannot express.
fn refusals(network: &Network, dtype: Dtype) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for input in network.inputs.iter().skip(1) {
        errors.push(refusal(
            input.span,
            "a program for TensorFlow takes one input",
            "this is a further one",
        ));
    }
    let input = &network.inputs[0];
    if input.shape.dimensions().is_none() {
        errors.push(refusal(
            input.span,
            "a program for TensorFlow needs the size of its input along every axis",
            "this leaves one open",
        ));
    }
    let mut previous = Value::Input(0);
    for (index, node) in network.nodes.iter().enumerate() {
        if node.inputs != [previous] {
            errors.push(refusal(
                node.span,
                "a program for TensorFlow has its layers in a row",
                "this does not take the result of the layer before it",
            ));
        }
        previous = Value::Node(index);
        if !is_operation_name(&node.name) {
            errors.push(refusal(
                node.span,
                "TensorFlow takes letters, digits, `_`, `-`, `.` and `/` in the name of an operation",
                "this layer's name has something else",
            ));
        }
        if let Operation::Conv2D(conv) = &node.operation
            && is_dilated(conv)
            && conv.strides != [1, 1]
        {
            errors.push(refusal(
                node.span,
                "TensorFlow cannot train a convolution with both strides and dilation",
                "leave one of them at 1",
            ));
        }
        if let Operation::Conv2D(conv) = &node.operation
            && conv.groups != 1
            && dtype == Dtype::Float64
            && network.loss.is_some()
        {
            errors.push(refusal(
                node.span,
                "TensorFlow cannot train a convolution with groups in float64",
                "its gradient on a processor is there for float32 alone",
            ));
        }
    }
    let end = output_span(network);
    if network.output != previous {
        errors.push(refusal(
            end,
            "a program for TensorFlow has its layers in a row",
            "this is the output and layers follow",
        ));
    }
    if network.loss.is_some() && network.shape(network.output).rank() != 1 {
        errors.push(refusal(
            end,
            "a program for TensorFlow computes the loss of one distribution for each sample",
            "this gives more than one",
        ));
    }
    if network.parameters().is_empty() {
        errors.push(refusal(
            network.span,
            "a program for TensorFlow needs a layer with weights",
            "this network has none",
        ));
    }
    errors
}

/// Whether TensorFlow takes this as the name of an operation.
fn is_operation_name(name: &str) -> bool {
    let mut letters = name.bytes();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphanumeric() || first == b'.')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || b"_.-/".contains(&letter))
}
