//! What a layer computes.

use super::{Initializer, Layer, Parameter, Shape};

/// The operation of a node, with all its arguments.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// `activation(x · kernel + bias)` on the last axis.
    Dense(Dense),
    /// Two-dimensional convolution (cross-correlation, as in Keras) of `(height, width, channels)`.
    Conv2D(Conv2D),
    /// The maximum of each window of `(height, width, channels)`.
    MaxPooling2D(MaxPooling2D),
    /// A part of `(height, width, channels)`.
    Cropping2D(Cropping2D),
    /// All axes in one, in row-major order of the channels-last shape.
    Flatten,
    /// Dropout while training, nothing otherwise.
    Dropout(Dropout),
    /// An activation that stands alone.
    Activation(Activation),
    /// Any other layer.
    Layer(Box<Layer>),
}

/// Arguments of `Dense` and `Output`.
#[derive(Debug, Clone, PartialEq)]
pub struct Dense {
    /// Size of the last axis of the result.
    pub units: u64,
    /// Applied to the result.
    pub activation: Activation,
    /// Whether a bias is added.
    pub use_bias: bool,
    /// Draws the kernel, shape `(inputs, units)`.
    pub kernel_initializer: Initializer,
    /// Draws the bias, shape `(units)`.
    pub bias_initializer: Initializer,
}

/// Arguments of `Conv2D`.
#[derive(Debug, Clone, PartialEq)]
pub struct Conv2D {
    /// Channels of the result.
    pub filters: u64,
    /// Height and width of the kernel.
    pub kernel_size: [u64; 2],
    /// Steps of the window along height and width.
    pub strides: [u64; 2],
    /// What happens at the border.
    pub padding: Padding,
    /// Distance between the taps of the kernel.
    pub dilation_rate: [u64; 2],
    /// In how many groups the channels are split; each filter sees one group.
    pub groups: u64,
    /// Applied to the result.
    pub activation: Activation,
    /// Whether a bias is added.
    pub use_bias: bool,
    /// Draws the kernel, shape `(height, width, channels / groups, filters)`.
    pub kernel_initializer: Initializer,
    /// Draws the bias, shape `(filters)`.
    pub bias_initializer: Initializer,
}

/// Arguments of `MaxPooling2D`.
#[derive(Debug, Clone, PartialEq)]
pub struct MaxPooling2D {
    /// Height and width of the window.
    pub pool_size: [u64; 2],
    /// Steps of the window; the window's size where the file gives none.
    pub strides: [u64; 2],
    /// What happens at the border.
    pub padding: Padding,
    /// Applied to the result. The language has none here; the compiler puts one that stood before it.
    pub activation: Activation,
}

/// What is cut off an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cropping2D {
    /// Rows at the top and at the bottom.
    pub rows: [u64; 2],
    /// Columns on the left and on the right.
    pub columns: [u64; 2],
}

/// Arguments of `Dropout`.
#[derive(Debug, Clone, PartialEq)]
pub struct Dropout {
    /// The share of values that become zero, in [0, 1]; the others are scaled by `1 / (1 - rate)`.
    pub rate: f64,
}

/// What happens at the border of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Padding {
    /// The window stays inside: `floor((n - (k - 1) d - 1) / stride) + 1` places.
    Valid,
    /// Zeros (for a maximum: nothing) around: `ceil(n / stride)` places; an odd total pads one more
    /// at the end, as TensorFlow does.
    Same,
}

/// An activation function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activation {
    /// `x`
    Linear,
    /// `max(x, 0)`
    Relu,
    /// `1 / (1 + exp(-x))`
    Sigmoid,
    /// Hyperbolic tangent.
    Tanh,
    /// `exp(x) / sum(exp(x))` over the last axis.
    Softmax,
    /// `min(max(x, 0), 6)`
    Relu6,
    /// `x` above 0, `0.2 x` below.
    LeakyRelu,
    /// `x` above 0, `exp(x) - 1` below.
    Elu,
    /// Scaled exponential linear unit.
    Selu,
    /// `x Φ(x)`, exactly.
    Gelu,
    /// `x sigmoid(x)`, also called swish.
    Silu,
    /// `x tanh(softplus(x))`
    Mish,
    /// `relu6(x + 3) / 6`
    HardSigmoid,
    /// The logarithm of softmax.
    LogSoftmax,
    /// `log(exp(x) + 1)`
    Softplus,
    /// `x / (|x| + 1)`
    Softsign,
    /// `exp(x)`
    Exponential,
}

impl Operation {
    /// How many blocks the layer stands for, one behind the other: the `num_layers` of a transformer.
    pub(super) fn blocks(&self) -> u64 {
        match self {
            Operation::Layer(layer) if layer.kind.is_transformer() => {
                layer.count("num_layers").unwrap_or(1)
            }
            _ => 1,
        }
    }

    /// How many trained numbers a layer has on an input of this shape: the sum over its parameters.
    pub(super) fn parameter_count(&self, input: &Shape) -> u64 {
        let (inputs, outputs, bias) = match self {
            Operation::Dense(dense) => (input.last(), dense.units, dense.use_bias),
            Operation::Conv2D(conv) => {
                let [height, width] = conv.kernel_size;
                let inputs = height * width * (input.last() / conv.groups);
                (inputs, conv.filters, conv.use_bias)
            }
            Operation::MaxPooling2D(_)
            | Operation::Cropping2D(_)
            | Operation::Flatten
            | Operation::Dropout(_)
            | Operation::Activation(_) => return 0,
            Operation::Layer(layer) => {
                let parameters = layer.parameters("", &[input]);
                return parameters.iter().map(Parameter::count).sum();
            }
        };
        (inputs + u64::from(bias)) * outputs
    }

    /// The trained parameters of a layer `name` on an input of this shape.
    pub fn parameters(&self, name: &str, input: &Shape) -> Vec<Parameter> {
        match self {
            Operation::Dense(dense) => {
                let kernel = vec![input.last(), dense.units];
                kernel_and_bias(
                    name,
                    kernel,
                    dense.kernel_initializer,
                    dense.use_bias.then_some(dense.bias_initializer),
                )
            }
            Operation::Conv2D(conv) => {
                let [height, width] = conv.kernel_size;
                let kernel = vec![height, width, input.last() / conv.groups, conv.filters];
                kernel_and_bias(
                    name,
                    kernel,
                    conv.kernel_initializer,
                    conv.use_bias.then_some(conv.bias_initializer),
                )
            }
            Operation::MaxPooling2D(_)
            | Operation::Cropping2D(_)
            | Operation::Flatten
            | Operation::Dropout(_)
            | Operation::Activation(_) => Vec::new(),
            Operation::Layer(layer) => layer.parameters(name, &[input]),
        }
    }

    /// As [`Operation::parameters`], of a layer on several values.
    pub fn parameters_on(&self, name: &str, inputs: &[&Shape]) -> Vec<Parameter> {
        match self {
            Operation::Layer(layer) => layer.parameters(name, inputs),
            _ => self.parameters(name, inputs[0]),
        }
    }

    /// What a layer keeps and does not train: `moving_mean`, `moving_variance`.
    pub fn statistics(&self, name: &str, inputs: &[&Shape]) -> Vec<Parameter> {
        match self {
            Operation::Layer(layer) => layer.statistics(name, inputs),
            _ => Vec::new(),
        }
    }
}

fn kernel_and_bias(
    name: &str,
    kernel: Vec<u64>,
    kernel_initializer: Initializer,
    bias_initializer: Option<Initializer>,
) -> Vec<Parameter> {
    let outputs = kernel[kernel.len() - 1];
    let mut parameters = Vec::with_capacity(2);
    parameters.push(Parameter::new(
        [name, "/kernel"].concat(),
        kernel,
        kernel_initializer,
    ));
    parameters.extend(
        bias_initializer.map(|initializer| {
            Parameter::new([name, "/bias"].concat(), vec![outputs], initializer)
        }),
    );
    parameters
}
