//! The section `input`.

use super::{Report, not_built};
use crate::diagnostic::Diagnostic;
use crate::network::{Input, Shape};
use crate::syntax::{Setting, Value, ValueKind};

/// The one input of a network.
pub(super) fn read(setting: &Setting, report: &mut Report) -> Option<Input> {
    let [value] = setting.values.as_slice() else {
        return several(setting, report);
    };
    match &value.kind {
        ValueKind::Map(inputs) => match inputs.as_slice() {
            [input] if input.values.len() == 1 && input.name.text != "@" => {
                named(input.name.text, &input.values[0], report)
            }
            _ => several(setting, report),
        },
        _ => named("input", value, report),
    }
}

fn several(setting: &Setting, report: &mut Report) -> Option<Input> {
    let message = not_built("a network with several inputs");
    report.push(Diagnostic::error(message, setting.span));
    None
}

fn named(name: &str, value: &Value, report: &mut Report) -> Option<Input> {
    let dimensions = match &value.kind {
        ValueKind::Tuple(values) | ValueKind::List(values) => values.as_slice(),
        ValueKind::Invalid => return None,
        _ => {
            let message = format!("an input is a shape in parentheses; found {value}");
            let hint = format!("write ({value})");
            report.push(Diagnostic::error(message, value.span).with_hint(hint));
            return None;
        }
    };
    // A `None` in front is the batch dimension, which is always there.
    let dimensions = match dimensions {
        [first, rest @ ..] if first.kind == ValueKind::None => rest,
        all => all,
    };
    if dimensions.is_empty() {
        let message = "an input needs at least one dimension beside the batch";
        report.push(Diagnostic::error(message, value.span));
        return None;
    }
    let dimensions: Vec<_> = dimensions
        .iter()
        .map(|value| dimension(value, report))
        .collect();
    let shape = Shape(dimensions.into_iter().collect::<Option<_>>()?);
    if !shape.is_countable() {
        let message = format!("the input {shape} has more values than 64 bits can count");
        report.push(Diagnostic::error(message, value.span));
        return None;
    }
    Some(Input {
        name: name.to_owned(),
        shape,
        span: value.span,
    })
}

/// A dimension: `Some(None)` where its length is left open, `None` where it is wrong.
fn dimension(value: &Value, report: &mut Report) -> Option<Option<u64>> {
    match value.kind {
        ValueKind::None => Some(None),
        ValueKind::Integer(length) if length > 0 => Some(u64::try_from(length).ok()),
        ValueKind::Invalid => None,
        _ => {
            let message = format!("a dimension is a positive integer or None; found {value}");
            report.push(Diagnostic::error(message, value.span));
            None
        }
    }
}
