//! Activations as methods of a tensor, as functions of the program, and as values.

use crate::network::Activation;

/// How an activation is applied.
pub(super) enum Form {
    /// It changes nothing.
    Nothing,
    /// A method of a tensor.
    Method(&'static str),
    /// A function of the program.
    Function(&'static str),
}

/// How an activation is applied.
pub(super) fn form(activation: Activation) -> Form {
    match activation {
        Activation::Linear => Form::Nothing,
        Activation::Relu => Form::Method("relu()"),
        Activation::Sigmoid => Form::Method("sigmoid()"),
        Activation::Tanh => Form::Method("tanh()"),
        Activation::Elu => Form::Method("elu()"),
        Activation::Selu => Form::Method("selu()"),
        Activation::Silu => Form::Method("silu()"),
        Activation::Mish => Form::Method("mish()"),
        Activation::HardSigmoid => Form::Method("hardsigmoid()"),
        Activation::Softplus => Form::Method("softplus()"),
        Activation::Exponential => Form::Method("exp()"),
        Activation::Softmax => Form::Method("softmax(-1, KIND)"),
        Activation::LogSoftmax => Form::Method("log_softmax(-1, KIND)"),
        Activation::Gelu => Form::Method("gelu(\"none\")"),
        Activation::Relu6 => Form::Method("clamp(0.0, 6.0)"),
        Activation::LeakyRelu => Form::Function("leaky_relu"),
        Activation::Softsign => Form::Function("softsign"),
    }
}

/// Its path as a function of one tensor, and whether the program has to define it.
pub(super) fn path(activation: Activation) -> (&'static str, bool) {
    match activation {
        Activation::Linear => ("Tensor::shallow_clone", false),
        Activation::Relu => ("Tensor::relu", false),
        Activation::Sigmoid => ("Tensor::sigmoid", false),
        Activation::Tanh => ("Tensor::tanh", false),
        Activation::Elu => ("Tensor::elu", false),
        Activation::Selu => ("Tensor::selu", false),
        Activation::Silu => ("Tensor::silu", false),
        Activation::Mish => ("Tensor::mish", false),
        Activation::HardSigmoid => ("Tensor::hardsigmoid", false),
        Activation::Softplus => ("Tensor::softplus", false),
        Activation::Exponential => ("Tensor::exp", false),
        Activation::Softmax => ("softmax", true),
        Activation::LogSoftmax => ("log_softmax", true),
        Activation::Gelu => ("gelu", true),
        Activation::Relu6 => ("relu6", true),
        Activation::LeakyRelu => ("leaky_relu", true),
        Activation::Softsign => ("softsign", true),
    }
}
