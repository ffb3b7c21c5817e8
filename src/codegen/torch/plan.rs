//! What is decided before the first line is written: names, axes, and where softmax is.

use std::fmt::Write;

use super::float::Float;
use super::refusals::refusals;
use crate::codegen::names::Names;
use crate::codegen::support::{output_span, refusal};
use crate::codegen::{Dtype, Optimization, Optimizations, Options, type_name};
use crate::diagnostic::Diagnostic;
use crate::network::{Activation, Loss, Network, Node, Operation, Shape, Value};

/// Variables of the program's own beside those of the layers.
const VARIABLES: [&str; 7] = [
    "channels_last",
    "config",
    "train",
    "vs",
    "with_dropout",
    "with_onednn",
    "xs",
];

/// How a value's axes in the program stand to those in the language, the batch aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axes {
    /// The same.
    Same,
    /// Rank 3: `(channels, height, width)` for `(height, width, channels)`.
    ChannelsFirst,
    /// Rank 1: such a value in one axis, so its numbers stand in another order.
    Flattened {
        /// The value's size in the language.
        height: u64,
        /// The value's size in the language.
        width: u64,
        /// The value's size in the language.
        channels: u64,
    },
}

/// A layer and what was decided for it.
#[derive(Debug)]
pub(super) struct Layer<'a> {
    /// The layer.
    pub(super) node: &'a Node,
    /// Its variable and its field.
    pub(super) name: String,
    /// The value that it takes; layers that do nothing are passed over.
    pub(super) input: Value,
    /// The axes of its result.
    pub(super) axes: Axes,
    /// Whether it leaves no trace in the program.
    pub(super) skipped: bool,
    /// The activation that the program applies.
    pub(super) activation: Activation,
}

/// What was decided for a network.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// The network.
    pub(super) network: &'a Network,
    /// What the program computes in.
    pub(super) float: &'static Float,
    /// What is done for speed.
    optimizations: Optimizations,
    /// The name of the program's type.
    pub(super) type_name: String,
    /// One for each node.
    pub(super) layers: Vec<Layer<'a>>,
    /// What `forward_t` returns.
    pub(super) output: Value,
    /// Whether `forward_t` stops short of the softmax, which the loss then holds.
    pub(super) logits: bool,
}

impl<'a> Plan<'a> {
    /// Decides.
    ///
    /// # Errors
    /// One diagnostic for each place that the program cannot express.
    pub(super) fn new(network: &'a Network, options: &Options) -> Result<Self, Vec<Diagnostic>> {
        let errors = refusals(network);
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut plan = Self::axes_and_names(network, options.optimizations);
        plan.float = Float::of(options.dtype);
        plan.type_name = type_name(network);
        plan.fuse_softmax();
        plan.output = plan.resolve(network.output);
        if network.loss.is_some() && !plan.logits {
            return Err(vec![refusal(
                output_span(network),
                "a program for torch computes the loss from the logits of a softmax",
                "the network does not end in one",
            )]);
        }
        Ok(plan)
    }

    /// The part that also holds for a network that is refused.
    pub(super) fn axes_and_names(network: &'a Network, optimizations: Optimizations) -> Self {
        // Channels last in memory flatten as in the language.
        let channels_last = optimizations.has(Optimization::ChannelsLast);
        let any_order = any_order(network)
            .into_iter()
            .map(|any| any && !channels_last);
        let mut plan = Self {
            network,
            float: Float::of(Dtype::default()),
            optimizations,
            type_name: String::new(),
            layers: Vec::with_capacity(network.nodes.len()),
            output: network.output,
            logits: false,
        };
        let mut names = Names::new(&VARIABLES);
        for (node, any_order) in network.nodes.iter().zip(any_order) {
            let input = plan.resolve(node.inputs[0]);
            let before = plan.axes(input);
            let axes = match &node.operation {
                Operation::Conv2D(_) | Operation::MaxPooling2D(_) => Axes::ChannelsFirst,
                Operation::Dense(_) if before == Axes::ChannelsFirst => Axes::ChannelsFirst,
                Operation::Dense(_) => Axes::Same,
                Operation::Flatten if before == Axes::ChannelsFirst && any_order => {
                    flattened(plan.network.shape(input))
                }
                Operation::Flatten if before == Axes::ChannelsFirst => Axes::Same,
                Operation::Flatten
                | Operation::Dropout(_)
                | Operation::Activation(_)
                | Operation::Cropping2D(_) => before,
                Operation::Layer(_) => Axes::Same,
            };
            let skipped = match &node.operation {
                Operation::Flatten => network.shape(input).rank() == 1,
                Operation::Dropout(dropout) => dropout.rate == 0.0,
                Operation::Activation(activation) => *activation == Activation::Linear,
                _ => false,
            };
            plan.layers.push(Layer {
                node,
                name: names.snake(&node.name),
                input,
                axes,
                skipped,
                activation: activation_of(&node.operation),
            });
        }
        plan
    }

    /// Leaves a softmax at the end to the loss, which is then computed from logits: the same value
    /// without the logarithm of a rounded exponential.
    fn fuse_softmax(&mut self) {
        let output = self.resolve(self.network.output);
        let (Some(Loss::SparseCategoricalCrossentropy), Value::Node(index)) =
            (self.network.loss, output)
        else {
            return;
        };
        let layer = &mut self.layers[index];
        if layer.activation == Activation::Softmax {
            layer.activation = Activation::Linear;
            layer.skipped = matches!(layer.node.operation, Operation::Activation(_));
            self.logits = true;
        }
    }

    /// The value behind layers that leave no trace.
    pub(super) fn resolve(&self, value: Value) -> Value {
        match value {
            Value::Node(index) if self.layers[index].skipped => self.layers[index].input,
            _ => value,
        }
    }

    /// The axes of a value.
    pub(super) fn axes(&self, value: Value) -> Axes {
        match value {
            Value::Input(_)
                if self.takes_images()
                    && (!self.has(Optimization::ChannelsLast) || self.views_images()) =>
            {
                Axes::ChannelsFirst
            }
            Value::Input(_) => Axes::Same,
            Value::Node(index) => self.layers[index].axes,
        }
    }

    /// The variable that holds a value.
    pub(super) fn variable(&self, value: Value) -> &str {
        match value {
            Value::Input(_) => "xs",
            Value::Node(index) => &self.layers[index].name,
        }
    }

    /// Whether the network takes images.
    pub(super) fn takes_images(&self) -> bool {
        self.network.inputs[0].shape.rank() == 3
    }

    /// Whether something is done for speed.
    pub(super) fn has(&self, optimization: Optimization) -> bool {
        self.optimizations.has(optimization)
    }

    /// Whether the program takes images channels last and looks at them channels first, as PyTorch's
    /// convolutions and poolings do.
    pub(super) fn views_images(&self) -> bool {
        let windows = |operation: &Operation| {
            matches!(operation, Operation::Conv2D(_) | Operation::MaxPooling2D(_))
        };
        let mut nodes = self.network.nodes.iter();
        self.has(Optimization::ChannelsLast)
            && self.takes_images()
            && nodes.any(|node| windows(&node.operation))
    }

    /// Whether a layer's result is what the program returns and is put channels last for that.
    pub(super) fn gives_channels_last(&self, layer: &Layer) -> bool {
        let returned = match self.output {
            Value::Node(index) => self.layers[index].node.name == layer.node.name,
            Value::Input(_) => false,
        };
        returned && layer.axes == Axes::ChannelsFirst && self.has(Optimization::ChannelsLast)
    }

    /// Whether the program has a dropout of its own.
    pub(super) fn has_dropout(&self) -> bool {
        self.has(Optimization::ShortMasks) && self.uses_dropout()
    }

    /// Whether the program has an optimiser of its own.
    pub(super) fn has_optimizer(&self) -> bool {
        self.has(Optimization::FusedOptimizer) && self.network.loss.is_some()
    }

    /// Whether the program puts kernels channels last.
    pub(super) fn moves_kernels(&self) -> bool {
        let convolution = |layer: &Layer| matches!(layer.node.operation, Operation::Conv2D(_));
        self.has(Optimization::ChannelsLast) && self.layers.iter().any(convolution)
    }

    /// What the network takes, as a parameter's name.
    pub(super) fn inputs_name(&self) -> &'static str {
        if self.takes_images() {
            "images"
        } else {
            "inputs"
        }
    }

    /// The shape that the program takes: `(batch, 1, 28, 28)`.
    pub(super) fn input_shape(&self) -> String {
        self.shape(Value::Input(0))
    }

    /// A value's shape in the program: `(batch, 32, 26, 26)`.
    pub(super) fn shape(&self, value: Value) -> String {
        let Shape(dimensions) = self.network.shape(value);
        let last = match value {
            Value::Input(_) => self.has(Optimization::ChannelsLast),
            Value::Node(index) => self.gives_channels_last(&self.layers[index]),
        };
        let first = match self.axes(value) {
            Axes::ChannelsFirst if !last => dimensions.len() - 1,
            _ => 0,
        };
        let mut text = String::with_capacity(24);
        text.push_str("(batch");
        for dimension in dimensions[first..].iter().chain(&dimensions[..first]) {
            let _ = match dimension {
                Some(length) => write!(text, ", {length}"),
                None => write!(text, ", any"),
            };
        }
        text.push(')');
        text
    }

    /// Whether the program says `softmax`, and so needs `Kind`.
    pub(super) fn uses_softmax(&self) -> bool {
        self.logits
            || self
                .layers
                .iter()
                .any(|layer| !layer.skipped && layer.activation == Activation::Softmax)
    }

    /// Whether the program makes sure that its parameters are of its type.
    pub(super) fn checks_kind(&self) -> bool {
        !self.float.default && self.network.parameter_count() > 0
    }

    /// Whether the program behaves differently while training.
    pub(super) fn uses_dropout(&self) -> bool {
        self.layers
            .iter()
            .any(|layer| !layer.skipped && matches!(layer.node.operation, Operation::Dropout(_)))
    }
}

/// The activation of an operation.
fn activation_of(operation: &Operation) -> Activation {
    match operation {
        Operation::Dense(dense) => dense.activation,
        Operation::Conv2D(conv) => conv.activation,
        Operation::Activation(activation) => *activation,
        Operation::MaxPooling2D(pool) => pool.activation,
        Operation::Cropping2D(_) | Operation::Flatten | Operation::Dropout(_) => Activation::Linear,
        Operation::Layer(_) => Activation::Linear,
    }
}

/// For each node, whether its result may be in any order of its last axis: whoever takes it is either
/// a dense layer, whose weights can be in the same order, or leaves the order to the next.
fn any_order(network: &Network) -> Vec<bool> {
    let mut any = vec![true; network.nodes.len()];
    if let Value::Node(index) = network.output {
        any[index] = false;
    }
    for (index, node) in network.nodes.iter().enumerate().rev() {
        let allowed = match node.operation {
            Operation::Dense(_) => true,
            Operation::Dropout(_) | Operation::Activation(_) | Operation::Flatten => any[index],
            Operation::Conv2D(_) | Operation::MaxPooling2D(_) | Operation::Cropping2D(_) => false,
            Operation::Layer(_) => false,
        };
        for input in &node.inputs {
            if let Value::Node(input) = *input {
                any[input] &= allowed;
            }
        }
    }
    any
}

/// The axes of a value that is flattened as it is.
fn flattened(shape: &Shape) -> Axes {
    match shape.0.as_slice() {
        &[Some(height), Some(width), Some(channels)] if !flattens_alike(shape) => Axes::Flattened {
            height,
            width,
            channels,
        },
        _ => Axes::Same,
    }
}

/// Whether one channel or one place makes both orders of a flattened value equal.
pub(super) fn flattens_alike(shape: &Shape) -> bool {
    matches!(shape.0.as_slice(), [_, _, Some(1)] | [Some(1), Some(1), _])
}
