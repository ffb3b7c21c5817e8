//! Activations that stand alone.

use super::super::Report;
use super::super::arguments::{Arguments, Signature};
use super::{ACTIVATIONS, Context, LayerKind};
use crate::network::{Activation, Operation};

pub(super) static ACTIVATION: LayerKind = LayerKind {
    name: "Activation",
    stem: "activation",
    signature: Signature {
        positional: &["activation"],
        named: &["alpha", "negative_slope"],
        not_built: &[("alpha", &[]), ("negative_slope", &[])],
    },
    build: activation,
};

fn activation(arguments: &Arguments, _: &Context, report: &mut Report) -> Option<Operation> {
    let read = |slot, report: &mut Report| ACTIVATIONS.read(slot, report);
    let activation = arguments.required("activation", read, report)?;
    Some(Operation::Activation(activation))
}

pub(super) static RELU: LayerKind = LayerKind {
    name: "ReLU",
    stem: "re_lu",
    signature: Signature {
        positional: &["max_value", "negative_slope", "threshold"],
        named: &[],
        not_built: &[
            ("max_value", &["None"]),
            ("negative_slope", &["0.0", "0"]),
            ("threshold", &["0.0", "0"]),
        ],
    },
    build: |_, _, _| Some(Operation::Activation(Activation::Relu)),
};

pub(super) static SOFTMAX: LayerKind = LayerKind {
    name: "Softmax",
    stem: "softmax",
    signature: Signature {
        positional: &["axis"],
        named: &[],
        not_built: &[("axis", &["-1"])],
    },
    build: |_, _, _| Some(Operation::Activation(Activation::Softmax)),
};

pub(super) static SIGMOID: LayerKind = LayerKind {
    name: "Sigmoid",
    stem: "sigmoid",
    signature: NO_ARGUMENTS,
    build: |_, _, _| Some(Operation::Activation(Activation::Sigmoid)),
};

pub(super) static TANH: LayerKind = LayerKind {
    name: "Tanh",
    stem: "tanh",
    signature: NO_ARGUMENTS,
    build: |_, _, _| Some(Operation::Activation(Activation::Tanh)),
};

const NO_ARGUMENTS: Signature = Signature {
    positional: &[],
    named: &[],
    not_built: &[],
};
