//! `Dense`, and `Output`, which is one that ends the network.

use super::super::arguments::{Arguments, Signature};
use super::super::value::{count, flag};
use super::super::{Report, parameter};
use super::{ACTIVATIONS, Context, LayerKind};
use crate::network::{Activation, Dense, Initializer, Operation};

const SIGNATURE: Signature = Signature {
    positional: &[
        "units",
        "activation",
        "use_bias",
        "kernel_initializer",
        "bias_initializer",
        "kernel_regularizer",
        "bias_regularizer",
        "activity_regularizer",
        "kernel_constraint",
        "bias_constraint",
        "lora_rank",
    ],
    named: &[],
    not_built: &[
        ("kernel_regularizer", &["None"]),
        ("bias_regularizer", &["None"]),
        ("activity_regularizer", &["None"]),
        ("kernel_constraint", &["None"]),
        ("bias_constraint", &["None"]),
        ("lora_rank", &["None"]),
    ],
};

pub(super) static DENSE: LayerKind = LayerKind {
    name: "Dense",
    stem: "dense",
    signature: SIGNATURE,
    build: |arguments, _, report| dense(arguments, Activation::Linear, report),
};

pub(super) static OUTPUT: LayerKind = LayerKind {
    name: "Output",
    stem: "dense",
    signature: SIGNATURE,
    build: output,
};

fn output(arguments: &Arguments, context: &Context, report: &mut Report) -> Option<Operation> {
    let activation = if context.binary {
        Activation::Sigmoid
    } else {
        Activation::Softmax
    };
    dense(arguments, activation, report)
}

fn dense(arguments: &Arguments, default: Activation, report: &mut Report) -> Option<Operation> {
    let units = arguments.required("units", count, report);
    let activation = arguments.optional(
        "activation",
        |slot, report| ACTIVATIONS.read(slot, report),
        report,
    );
    let use_bias = arguments.or("use_bias", true, flag, report);
    let initializer = parameter::initializer;
    let kernel = arguments.or(
        "kernel_initializer",
        Initializer::GlorotUniform,
        initializer,
        report,
    );
    let bias = arguments.or("bias_initializer", Initializer::Zeros, initializer, report);
    // An activation that is written `None` is none, one that is absent is the default.
    let absent = arguments.given("activation").is_none();
    let fallback = if absent { default } else { Activation::Linear };
    Some(Operation::Dense(Dense {
        units: units?,
        activation: activation?.unwrap_or(fallback),
        use_bias: use_bias?,
        kernel_initializer: kernel?,
        bias_initializer: bias?,
    }))
}
