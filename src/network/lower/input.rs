//! The section `input`.

use super::Report;
use crate::diagnostic::Diagnostic;
use crate::network::{Input, Shape};
use crate::syntax::{Setting, Value, ValueKind};

/// The inputs of a network; none where one is wrong.
pub(super) fn read(setting: &Setting, report: &mut Report) -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut count = 0;
    match setting.values.as_slice() {
        [
            Value {
                kind: ValueKind::Map(all),
                ..
            },
        ] => {
            for (name, value) in super::training::once_each(all, report) {
                count += 1;
                inputs.extend(named(name.text, value, report));
            }
            if count == 0 {
                let message = "a network has at least one input";
                report.push(Diagnostic::error(message, setting.span));
            }
        }
        [value] => {
            count = 1;
            inputs.extend(named("input", value, report));
        }
        values => {
            for (index, value) in values.iter().enumerate() {
                count += 1;
                let name = match index {
                    0 => "input".to_owned(),
                    _ => format!("input_{index}"),
                };
                inputs.extend(named(&name, value, report));
            }
        }
    }
    if inputs.len() < count {
        Vec::new()
    } else {
        inputs
    }
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
        ValueKind::Word(_) if report.is_lenient() => Some(None),
        _ => {
            let message = format!("a dimension is a positive integer or None; found {value}");
            report.push(Diagnostic::error(message, value.span));
            None
        }
    }
}
