//! Arguments that layers hold and that no program expresses.

use crate::network::{Argument, Layer, LayerType, Operation, Shape, Wrapped};

/// The arguments of a layer, and of what it wraps, that ask for something that programs do not have: each with the
/// layer that has it. `shape` is what the layer makes, without the batch; a wrapped layer's is not known. Arguments that choose a kernel or how a loop runs (`unroll`, `use_cudnn`) ask for nothing.
pub(super) fn arguments(layer: &Layer, shape: Option<&Shape>) -> Vec<(&'static str, LayerType)> {
    let mut all: Vec<_> = layer
        .arguments
        .iter()
        .filter(|(name, value)| asks(layer, shape, name, value))
        .map(|(name, _)| (*name, layer.kind))
        .collect();
    for (_, value) in &layer.arguments {
        if let Argument::Layer(wrapped) = value
            && let Wrapped {
                operation: Operation::Layer(inner),
                ..
            } = &**wrapped
        {
            all.extend(arguments(inner, None));
        }
    }
    all
}

/// Whether the value of an argument is one that a program would have to express and does not.
fn asks(layer: &Layer, shape: Option<&Shape>, name: &str, value: &Argument) -> bool {
    use LayerType::{
        ConvGRU2D, Embedding, InstanceNormalization, PositionalEncoding, TimeDistributed,
    };
    match (layer.kind, name) {
        (_, "weights" | "lora_rank") => *value != Argument::None,
        (_, "time_major") => *value == Argument::Flag(true),
        (TimeDistributed, "dropout") => *value != Argument::Number(0.0),
        // There is no gate that forgets.
        (ConvGRU2D, "unit_forget_bias") => *value == Argument::Flag(false),
        (InstanceNormalization, "axis") => layer
            .integers(name)
            .is_some_and(|axes| !is_last(&axes, shape)),
        // What contradicts the input; what agrees with it says nothing new.
        (PositionalEncoding, "d_model") => {
            shape.is_some_and(|shape| layer.count(name).is_some_and(|wide| wide != shape.last()))
        }
        (PositionalEncoding, "max_len") => {
            steps(shape).is_some_and(|steps| layer.count(name).is_some_and(|most| most < steps))
        }
        (Embedding, "input_length") => steps(shape)
            .is_some_and(|steps| layer.count(name).is_some_and(|length| length != steps)),
        _ => false,
    }
}

/// Whether axes, the batch counted, are the last alone.
fn is_last(axes: &[i64], shape: Option<&Shape>) -> bool {
    let rank = shape.and_then(|shape| i64::try_from(shape.rank()).ok());
    matches!(axes, [axis] if *axis == -1 || Some(*axis) == rank)
}

/// How many steps a sequence has, where that is known.
fn steps(shape: Option<&Shape>) -> Option<u64> {
    shape?.0.first().copied().flatten()
}
