//! Layers with a seed: what they draw comes from a stream of their own.

use crate::network::{Argument, Node, Operation, Wrapped};

/// The seed of what a node draws: its own, or that of the layer that it wraps.
pub(in crate::codegen) fn seed_of(node: &Node) -> Option<i64> {
    let asked = node.requests.iter().find(|it| it.name == "seed");
    let asked = asked.and_then(|request| integer(&request.value));
    asked.or_else(|| seed_of_operation(&node.operation))
}

fn seed_of_operation(operation: &Operation) -> Option<i64> {
    let Operation::Layer(layer) = operation else {
        return None;
    };
    let wrapped = |value: &Argument| match value {
        Argument::Layer(wrapped) => seed_of_wrapped(wrapped),
        _ => None,
    };
    integer(layer.get("seed")).or_else(|| {
        let mut values = layer.arguments.iter().map(|(_, value)| value);
        values.find_map(wrapped)
    })
}

fn seed_of_wrapped(wrapped: &Wrapped) -> Option<i64> {
    let asked = wrapped.requests.iter().find(|it| it.name == "seed");
    let asked = asked.and_then(|request| integer(&request.value));
    asked.or_else(|| seed_of_operation(&wrapped.operation))
}

fn integer(value: &Argument) -> Option<i64> {
    match value {
        Argument::Integer(integer) => Some(*integer),
        Argument::Number(number) => Some(*number as i64),
        _ => None,
    }
}
