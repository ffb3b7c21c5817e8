//! Convolutions.

use super::super::arguments::{Arguments, Signature};
use super::super::value::{count, flag, pair};
use super::super::{Report, parameter};
use super::{ACTIVATIONS, Context, LayerKind, PADDINGS};
use crate::diagnostic::Diagnostic;
use crate::network::{Activation, Conv2D, Initializer, Operation, Padding};

pub(super) static CONV2D: LayerKind = LayerKind {
    name: "Conv2D",
    stem: "conv2d",
    signature: Signature {
        positional: &[
            "filters",
            "kernel_size",
            "strides",
            "padding",
            "data_format",
            "dilation_rate",
            "groups",
            "activation",
            "use_bias",
            "kernel_initializer",
            "bias_initializer",
            "kernel_regularizer",
            "bias_regularizer",
            "activity_regularizer",
            "kernel_constraint",
            "bias_constraint",
        ],
        named: &[],
        not_built: &[
            ("data_format", &["channels_last", "None"]),
            ("kernel_regularizer", &["None"]),
            ("bias_regularizer", &["None"]),
            ("activity_regularizer", &["None"]),
            ("kernel_constraint", &["None"]),
            ("bias_constraint", &["None"]),
        ],
    },
    build: conv2d,
};

fn conv2d(arguments: &Arguments, _: &Context, report: &mut Report) -> Option<Operation> {
    let activation = |slot, report: &mut Report| ACTIVATIONS.read(slot, report);
    let initializer = parameter::initializer;
    let padding = |slot, report: &mut Report| PADDINGS.read(slot, report);

    let filters = arguments.required("filters", count, report);
    let kernel_size = arguments.required("kernel_size", pair, report);
    let strides = arguments.or("strides", [1, 1], pair, report);
    let padding = arguments.or("padding", Padding::Valid, padding, report);
    let dilation_rate = arguments.or("dilation_rate", [1, 1], pair, report);
    let groups = arguments.or("groups", 1, count, report);
    let activation = arguments.optional("activation", activation, report);
    let use_bias = arguments.or("use_bias", true, flag, report);
    let kernel = arguments.or(
        "kernel_initializer",
        Initializer::GlorotUniform,
        initializer,
        report,
    );
    let bias = arguments.or("bias_initializer", Initializer::Zeros, initializer, report);
    let conv = Conv2D {
        filters: filters?,
        kernel_size: kernel_size?,
        strides: strides?,
        padding: padding?,
        dilation_rate: dilation_rate?,
        groups: groups?,
        activation: activation?.unwrap_or(Activation::Linear),
        use_bias: use_bias?,
        kernel_initializer: kernel?,
        bias_initializer: bias?,
    };
    consistent(&conv, arguments, report).then_some(Operation::Conv2D(conv))
}

/// What must hold between the arguments, as Keras has it.
fn consistent(conv: &Conv2D, arguments: &Arguments, report: &mut Report) -> bool {
    let mut consistent = true;
    if !conv.filters.is_multiple_of(conv.groups)
        && let Some(groups) = arguments.given("groups")
    {
        let Conv2D {
            filters,
            groups: count,
            ..
        } = conv;
        let message = format!("{count} groups do not divide the {filters} filters of `Conv2D`");
        report.push(Diagnostic::error(message, groups.span));
        consistent = false;
    }
    if conv.strides != [1, 1]
        && conv.dilation_rate != [1, 1]
        && let (Some(strides), Some(dilation)) =
            (arguments.given("strides"), arguments.given("dilation_rate"))
    {
        let message = "`Conv2D` takes strides or a dilation rate above 1, not both";
        report.push(
            Diagnostic::error(message, dilation.span).with_label(strides.span, "the strides"),
        );
        consistent = false;
    }
    consistent
}
