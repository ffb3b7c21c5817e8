//! What the loss is taken of.

use crate::network::{Activation, Loss, Network, Operation, Value};

/// What a loss is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::codegen) enum Of {
    /// What the network gives.
    Outputs,
    /// What its last activation takes: softmax, or sigmoid.
    Logits,
}

/// Whether the last activation is part of the loss, which then is exact where it would be rounded away;
/// Keras does so.
pub(in crate::codegen) fn of(network: &Network) -> Of {
    let wanted = match network.loss {
        Some(Loss::SparseCategoricalCrossentropy | Loss::CategoricalCrossentropy) => {
            Activation::Softmax
        }
        Some(Loss::BinaryCrossentropy) => Activation::Sigmoid,
        _ => return Of::Outputs,
    };
    let Value::Node(last) = network.output else {
        return Of::Outputs;
    };
    let last = match &network.nodes[last].operation {
        Operation::Dense(dense) => dense.activation,
        Operation::Conv2D(conv) => conv.activation,
        Operation::Activation(activation) => *activation,
        _ => Activation::Linear,
    };
    if last == wanted && !network.loss_options.from_logits {
        Of::Logits
    } else {
        Of::Outputs
    }
}

/// A loss in words.
pub(in crate::codegen) fn title(loss: Loss) -> &'static str {
    match loss {
        Loss::SparseCategoricalCrossentropy | Loss::CategoricalCrossentropy => "cross-entropy",
        Loss::BinaryCrossentropy => "binary cross-entropy",
        Loss::MeanSquaredError => "squared error",
        Loss::MeanAbsoluteError => "absolute error",
        Loss::Huber => "Huber loss",
        Loss::KlDivergence => "Kullback-Leibler divergence",
    }
}

/// What is right of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::codegen) enum Accuracy {
    /// The largest share is that of the class.
    Class,
    /// The largest share is where the target has its own.
    Largest,
    /// Each value is on the target's side of a half.
    Half,
}

/// What `accuracy` counts. Keras goes by the shapes: a single output is on one side or the other, of several the
/// largest counts.
pub(in crate::codegen) fn accuracy(network: &Network) -> Accuracy {
    // The last axis of the output is a single value.
    let single = network.shape(network.output).0.last() == Some(&Some(1));
    match network.loss {
        Some(Loss::SparseCategoricalCrossentropy) => Accuracy::Class,
        _ if single => Accuracy::Half,
        _ => Accuracy::Largest,
    }
}
