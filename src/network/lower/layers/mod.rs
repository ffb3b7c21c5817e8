//! The layers of the language.
//!
//! A layer that this compiler builds is a [`LayerKind`] in a file of its family and a line in
//! [`BUILT`]; the others are names in [`NOT_BUILT`].

mod activation;
mod conv;
mod dense;
mod dropout;
mod flatten;
mod pooling;

use super::Report;
use super::arguments::{Arguments, Signature};
use super::value::Choices;
use crate::network::{Activation, Initializer, Operation, Padding};

/// A layer that is built.
#[derive(Debug)]
pub(super) struct LayerKind {
    /// The name as the language writes it.
    pub(super) name: &'static str,
    /// What Keras calls the layer where the file gives no name.
    pub(super) stem: &'static str,
    /// The arguments beside those of [`FAMILY`].
    pub(super) signature: Signature,
    /// Reads the arguments.
    pub(super) build: fn(&Arguments, &Context, &mut Report) -> Option<Operation>,
}

/// What a layer's defaults depend on beside its arguments.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    /// Whether the network's loss is `binary_crossentropy`.
    pub(super) binary: bool,
}

/// The layers that are built.
pub(super) static BUILT: &[&LayerKind] = &[
    &dense::DENSE,
    &dense::OUTPUT,
    &conv::CONV2D,
    &pooling::MAX_POOLING2D,
    &flatten::FLATTEN,
    &dropout::DROPOUT,
    &activation::ACTIVATION,
    &activation::RELU,
    &activation::SOFTMAX,
    &activation::SIGMOID,
    &activation::TANH,
];

/// The layers of the language that are not built yet.
pub(super) const NOT_BUILT: &[&str] = &[
    "ActivityRegularization",
    "AdaptiveAveragePooling1D",
    "AdaptiveAveragePooling2D",
    "AdaptiveAveragePooling3D",
    "AdaptiveMaxPooling1D",
    "AdaptiveMaxPooling2D",
    "AdaptiveMaxPooling3D",
    "Add",
    "AlphaDropout",
    "Attention",
    "Average",
    "AveragePooling1D",
    "AveragePooling2D",
    "AveragePooling3D",
    "BatchNormalization",
    "Bidirectional",
    "CapsuleLayer",
    "Concatenate",
    "Conv1D",
    "Conv1DTranspose",
    "Conv2DTranspose",
    "Conv3D",
    "Conv3DTranspose",
    "ConvGRU2D",
    "ConvLSTM2D",
    "Cropping2D",
    "CustomShape",
    "DepthwiseConv2D",
    "Dot",
    "DynamicLayer",
    "ELU",
    "Embedding",
    "GRU",
    "GRUCell",
    "GRUDropoutWrapper",
    "GaussianDropout",
    "GaussianNoise",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalAveragePooling3D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "GlobalMaxPooling3D",
    "GraphAttention",
    "GraphConv",
    "GroupNormalization",
    "Inception",
    "InstanceNormalization",
    "L1",
    "L1L2",
    "L2",
    "LSTM",
    "LSTMCell",
    "LSTMDropoutWrapper",
    "Lambda",
    "LayerNormalization",
    "LeakyReLU",
    "MaxPooling1D",
    "MaxPooling3D",
    "Maximum",
    "MultiHeadAttention",
    "Multiply",
    "PReLU",
    "Permute",
    "QuantumLayer",
    "Reshape",
    "Residual",
    "ResidualConnection",
    "SeparableConv2D",
    "SimpleRNN",
    "SimpleRNNCell",
    "SimpleRNNDropoutWrapper",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
    "SqueezeExcitation",
    "Subtract",
    "TimeDistributed",
    "Transformer",
    "TransformerDecoder",
    "TransformerEncoder",
    "UpSampling2D",
    "ZeroPadding2D",
];

/// What a name means as a layer.
pub(super) enum Known {
    /// A layer that is built.
    Built(&'static LayerKind),
    /// A layer of the language that is not built yet.
    NotBuilt,
}

/// The layer of a name; case does not matter.
pub(super) fn find(name: &str) -> Option<Known> {
    if let Some(kind) = BUILT
        .iter()
        .find(|kind| kind.name.eq_ignore_ascii_case(name))
    {
        return Some(Known::Built(kind));
    }
    let known = NOT_BUILT
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name));
    (known || is_custom(name)).then_some(Known::NotBuilt)
}

/// Every name, for hints.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    BUILT
        .iter()
        .map(|kind| kind.name)
        .chain(NOT_BUILT.iter().copied())
}

/// Whether a name is one of a custom layer: `[A-Z][A-Za-z0-9]*Layer`.
fn is_custom(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.ends_with("Layer")
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// What every layer takes.
pub(super) static FAMILY: Signature = Signature {
    positional: &[],
    named: &["name", "trainable", "dtype"],
    not_built: &[("trainable", &["true"]), ("dtype", &["float32", "None"])],
};

/// The activation functions.
static ACTIVATIONS: Choices<Activation> = Choices {
    what: "activation",
    built: &[
        ("linear", Activation::Linear),
        ("none", Activation::Linear),
        ("relu", Activation::Relu),
        ("sigmoid", Activation::Sigmoid),
        ("tanh", Activation::Tanh),
        ("softmax", Activation::Softmax),
    ],
    not_built: &[
        "relu6",
        "leaky_relu",
        "elu",
        "selu",
        "gelu",
        "silu",
        "swish",
        "mish",
        "hard_sigmoid",
        "log_softmax",
        "softplus",
        "softsign",
        "exponential",
    ],
};

/// How parameters get their first values.
static INITIALIZERS: Choices<Initializer> = Choices {
    what: "initializer",
    built: &[
        ("glorot_uniform", Initializer::GlorotUniform),
        ("zeros", Initializer::Zeros),
        ("ones", Initializer::Ones),
    ],
    not_built: &[
        "glorot_normal",
        "he_normal",
        "he_uniform",
        "lecun_normal",
        "lecun_uniform",
        "random_normal",
        "random_uniform",
        "truncated_normal",
        "variance_scaling",
        "orthogonal",
        "identity",
        "constant",
    ],
};

/// What happens at the border.
static PADDINGS: Choices<Padding> = Choices {
    what: "padding",
    built: &[("valid", Padding::Valid), ("same", Padding::Same)],
    not_built: &[],
};
