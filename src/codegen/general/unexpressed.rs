//! Arguments that layers hold and that no program expresses.

use crate::network::{Argument, Layer, LayerType, Operation, Wrapped};

/// The arguments of a layer, and of what it wraps, that ask for something that programs do not have: each with the
/// layer that has it. Arguments that choose a kernel or how a loop runs (`unroll`, `use_cudnn`) ask for nothing.
pub(super) fn arguments(layer: &Layer) -> Vec<(&'static str, LayerType)> {
    let mut all: Vec<_> = layer
        .arguments
        .iter()
        .filter(|(name, value)| asks(layer, name, value))
        .map(|(name, _)| (*name, layer.kind))
        .collect();
    for (_, value) in &layer.arguments {
        if let Argument::Layer(wrapped) = value
            && let Wrapped {
                operation: Operation::Layer(inner),
                ..
            } = &**wrapped
        {
            all.extend(arguments(inner));
        }
    }
    all
}

/// Whether the value of an argument is one that a program would have to express and does not.
fn asks(layer: &Layer, name: &str, value: &Argument) -> bool {
    use LayerType::{ConvGRU2D, InstanceNormalization, TimeDistributed};
    match (layer.kind, name) {
        // Programs draw from the seed that their caller gives.
        (_, "seed") | (_, "weights" | "lora_rank") => *value != Argument::None,
        (_, "time_major") => *value == Argument::Flag(true),
        (TimeDistributed, "dropout") => *value != Argument::Number(0.0),
        // There is no gate that forgets.
        (ConvGRU2D, "unit_forget_bias") => *value == Argument::Flag(false),
        (InstanceNormalization, "axis") => *value != Argument::Integer(-1),
        _ => false,
    }
}
