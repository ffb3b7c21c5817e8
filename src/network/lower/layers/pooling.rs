//! Pooling.

use super::super::Report;
use super::super::arguments::{Arguments, Signature};
use super::super::value::pair;
use super::{Context, LayerKind, PADDINGS};
use crate::network::{Activation, MaxPooling2D, Operation, Padding};

pub(super) static MAX_POOLING2D: LayerKind = LayerKind {
    name: "MaxPooling2D",
    stem: "max_pooling2d",
    signature: Signature {
        positional: &["pool_size", "strides", "padding", "data_format"],
        named: &[],
        not_built: &[("data_format", &["channels_last", "None"])],
    },
    build: max_pooling2d,
};

fn max_pooling2d(arguments: &Arguments, _: &Context, report: &mut Report) -> Option<Operation> {
    let padding = |slot, report: &mut Report| PADDINGS.read(slot, report);
    let pool_size = arguments.or("pool_size", [2, 2], pair, report);
    let strides = arguments.optional("strides", pair, report);
    let padding = arguments.or("padding", Padding::Valid, padding, report);
    let pool_size = pool_size?;
    Some(Operation::MaxPooling2D(MaxPooling2D {
        pool_size,
        strides: strides?.unwrap_or(pool_size),
        padding: padding?,
        activation: Activation::Linear,
    }))
}
