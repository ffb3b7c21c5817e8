//! Activations that stand alone.

use super::super::arguments::{Arguments, Signature};
use super::super::{Report, kind};
use super::{ACTIVATIONS, Context, LayerKind};
use crate::diagnostic::Diagnostic;
use crate::network::{Activation, Argument, Layer, LayerType, Operation};

pub(super) static ACTIVATION: LayerKind = LayerKind {
    name: "Activation",
    stem: "activation",
    signature: Signature {
        positional: &["activation"],
        named: &["alpha", "negative_slope"],
        not_built: &[],
    },
    build: activation,
};

fn activation(arguments: &Arguments, _: &Context, report: &mut Report) -> Option<Operation> {
    let read = |slot, report: &mut Report| ACTIVATIONS.read(slot, report);
    let activation = arguments.required("activation", read, report)?;
    let slope = arguments.optional("negative_slope", kind::read, report)?;
    let alpha = arguments.optional("alpha", kind::read, report)?;
    match (activation, slope.or(alpha)) {
        (Activation::LeakyRelu, Some(slope)) => {
            layer(LayerType::LeakyReLU, vec![("negative_slope", slope)])
        }
        (Activation::Elu, Some(alpha)) => layer(LayerType::ELU, vec![("alpha", alpha)]),
        (_, None) => Some(Operation::Activation(activation)),
        (_, Some(_)) => {
            let message = "only leaky_relu and elu have a slope";
            let given = arguments
                .given("negative_slope")
                .or(arguments.given("alpha"))?;
            report.push(Diagnostic::error(message, given.span));
            None
        }
    }
}

pub(super) static RELU: LayerKind = LayerKind {
    name: "ReLU",
    stem: "re_lu",
    signature: Signature {
        positional: &["max_value", "negative_slope", "threshold"],
        named: &[],
        not_built: &[],
    },
    build: |arguments, _, report| {
        let names = ["max_value", "negative_slope", "threshold"];
        let mut read = Vec::new();
        for name in names {
            read.push((name, arguments.optional(name, kind::read, report)?));
        }
        let plain = |(name, value): &(&str, Option<Argument>)| match value {
            Some(Argument::Number(number)) => *name != "max_value" && *number == 0.0,
            other => other.is_none(),
        };
        if read.iter().all(plain) {
            return Some(Operation::Activation(Activation::Relu));
        }
        let default = |name: &str| match name {
            "max_value" => Argument::None,
            _ => Argument::Number(0.0),
        };
        let given = |(name, value): (&'static str, Option<Argument>)| {
            (name, value.unwrap_or_else(|| default(name)))
        };
        layer(LayerType::ReLU, read.into_iter().map(given).collect())
    },
};

pub(super) static SOFTMAX: LayerKind = LayerKind {
    name: "Softmax",
    stem: "softmax",
    signature: Signature {
        positional: &["axis"],
        named: &[],
        not_built: &[],
    },
    build: |arguments, _, report| {
        let axis = arguments.optional("axis", kind::read, report)?;
        match axis {
            None | Some(Argument::Integer(-1)) => Some(Operation::Activation(Activation::Softmax)),
            Some(axis) => layer(LayerType::Softmax, vec![("axis", axis)]),
        }
    },
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

/// An activation that is held by its arguments.
fn layer(kind: LayerType, arguments: Vec<(&'static str, Argument)>) -> Option<Operation> {
    Some(Operation::Layer(Box::new(Layer { kind, arguments })))
}

const NO_ARGUMENTS: Signature = Signature {
    positional: &[],
    named: &[],
    not_built: &[],
};
