//! What becomes of the value that is taken.

use crate::span::Span;
use crate::syntax::{Layer, Name, Value, ValueKind};

/// A value as the layer that it writes.
pub(super) fn as_layer<'t>(value: &Value<'t>) -> Option<Layer<'t>> {
    let (name, arguments, block) = match &value.kind {
        ValueKind::Call(call) => (call.name, call.arguments.clone(), call.block.clone()),
        ValueKind::Word(text) => {
            let span = value.span;
            (Name { text, span }, Vec::new(), None)
        }
        _ => return None,
    };
    Some(Layer {
        span: value.span,
        name,
        arguments,
        device: None,
        block,
        repeat: None,
    })
}

/// Gives a value that the caller sets the place of what it replaces.
pub(super) fn move_to(value: &mut Value, span: Span) {
    value.span = span;
    match &mut value.kind {
        ValueKind::Tuple(values) | ValueKind::List(values) => {
            values.iter_mut().for_each(|value| move_to(value, span));
        }
        ValueKind::Call(call) => {
            call.name.span = span;
            for argument in &mut call.arguments {
                argument.span = span;
                if let Some(name) = &mut argument.name {
                    name.span = span;
                }
                move_to(&mut argument.value, span);
            }
        }
        _ => {}
    }
}
