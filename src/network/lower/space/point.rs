//! The points of a space: which values stand in it, and which of them is the first.

use super::super::Report;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::syntax::{CHOICES, Call, SPACE, Value, ValueKind};

/// The calls that a space is made of.
const SPACES: [&str; 5] = ["choice", "range", "log_range", "categorical", "int_range"];

/// The first point of a space; `None` where the space is wrong, which is reported.
pub(super) fn first<'t>(value: &Value<'t>, report: &mut Report) -> Option<Value<'t>> {
    let ValueKind::Call(call) = &value.kind else {
        return Some(value.clone());
    };
    match call.name.text {
        SPACE => match call.arguments.as_slice() {
            [inner] if inner.name.is_none() && is_space(&inner.value) => {
                first(&inner.value, report)
            }
            [inner] if inner.name.is_none() && unknown(&inner.value, report) => None,
            _ => fault(
                "a search space is `HPO(choice(…))`, `HPO(range(low, high))` or \
                 `HPO(log_range(low, high))`",
                value.span,
                report,
            ),
        },
        name if CHOICES.contains(&name) => choice(call, value.span, report),
        "range" | "int_range" | "log_range" => range(call, value.span, report),
        _ => Some(value.clone()),
    }
}

fn fault<T>(message: &str, span: Span, report: &mut Report) -> Option<T> {
    report.push(Diagnostic::error(message, span));
    None
}

/// What a choice is between: `choice([32, 64])` means the values of the list, where it is alone.
fn between<'v, 't>(call: &'v Call<'t>) -> Vec<&'v Value<'t>> {
    match call.arguments.as_slice() {
        [only] => match &only.value.kind {
            ValueKind::List(values) => values.iter().collect(),
            _ => vec![&only.value],
        },
        all => all.iter().map(|argument| &argument.value).collect(),
    }
}

fn choice<'t>(call: &Call<'t>, span: Span, report: &mut Report) -> Option<Value<'t>> {
    let options = between(call);
    let Some(leading) = options.first().copied() else {
        return fault("a choice is not empty", span, report);
    };
    let mut points = Vec::new();
    for option in &options {
        points.push(first(option, report)?);
    }
    let wanted = sort(&points[0]);
    for point in &points[1..] {
        if let (Some(wanted), Some(other)) = (wanted, sort(point))
            && wanted != other
        {
            let message = format!("a choice is of one type, and here are {wanted} and {other}");
            let fault = Diagnostic::error(message, point.span);
            report.push(fault.with_label(leading.span, "the first"));
            return None;
        }
    }
    points.into_iter().next()
}

fn range<'t>(call: &Call<'t>, span: Span, report: &mut Report) -> Option<Value<'t>> {
    let logarithmic = call.name.text == "log_range";
    let mut bounds = Vec::new();
    let mut step = None;
    for argument in &call.arguments {
        let value = &argument.value;
        if let ValueKind::Invalid = value.kind {
            return None;
        }
        let Some(number) = number(value) else {
            return fault(
                "the ends and the step of a range are numbers",
                value.span,
                report,
            );
        };
        match argument.name.map(|name| name.text) {
            Some("step") => step = Some((number, value)),
            Some("low" | "lo" | "min" | "start" | "high" | "hi" | "max" | "stop" | "end")
            | None => {
                bounds.push((number, value));
            }
            Some(name) => {
                let message = format!("`{}` has no argument `{name}`", call.name.text);
                return fault(&message, argument.span, report);
            }
        }
    }
    if let ([_, _, third], None) = (bounds.as_slice(), step) {
        step = Some(*third);
        bounds.pop();
    }
    let [(low, first), (high, _)] = bounds.as_slice() else {
        let message = format!("`{0}` has two ends: `{0}(low, high)`", call.name.text);
        return fault(&message, span, report);
    };
    if logarithmic && *low <= 0.0 {
        return fault(
            "the low end of a `log_range` is above 0",
            first.span,
            report,
        );
    }
    if low >= high {
        let message =
            format!("the high end of a range is above the low end; found {low} and {high}");
        return fault(&message, span, report);
    }
    match step {
        Some((step, value)) if step <= 0.0 => {
            fault("the step of a range is above 0", value.span, report)
        }
        _ => Some((*first).clone()),
    }
}

/// Reports a space of a kind that there is not: `HPO(rnge(1, 2))`.
fn unknown(value: &Value, report: &mut Report) -> bool {
    let ValueKind::Call(call) = &value.kind else {
        return false;
    };
    let name = call.name;
    let message = format!(
        "unknown search space `{}`: it is choice, range or log_range",
        name.text
    );
    report.push_unknown(message, name.span, name.text, SPACES);
    true
}

/// Whether a value is a space or a part of one.
pub(super) fn is_space(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Call(call) => call.name.text == SPACE || SPACES.contains(&call.name.text),
        _ => false,
    }
}

/// The values between which a space chooses, as they stand and in their order; of a range its two ends.
pub(super) fn options<'v, 't>(space: &'v Value<'t>) -> Vec<&'v Value<'t>> {
    match &space.kind {
        ValueKind::Call(call) if call.name.text == SPACE => {
            let inner = call.arguments.iter().map(|argument| &argument.value);
            inner.flat_map(options).collect()
        }
        ValueKind::Call(call) if CHOICES.contains(&call.name.text) => {
            between(call).into_iter().flat_map(options).collect()
        }
        ValueKind::Call(call) if is_space(space) => {
            let ends = call.arguments.iter();
            let ends = ends.filter(|it| it.name.is_none_or(|name| name.text != "step"));
            ends.map(|argument| &argument.value).take(2).collect()
        }
        _ => vec![space],
    }
}

/// What the choices of a space have in common; none where they may be anything.
fn sort(value: &Value) -> Option<&'static str> {
    match &value.kind {
        ValueKind::Integer(_) | ValueKind::Float(_) => Some("numbers"),
        ValueKind::String(_) => Some("strings"),
        ValueKind::Bool(_) => Some("true or false"),
        ValueKind::Tuple(_) | ValueKind::List(_) => Some("tuples"),
        ValueKind::Call(_) => Some("layers"),
        ValueKind::Word(_) | ValueKind::None | ValueKind::Map(_) | ValueKind::Invalid => None,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value.kind {
        ValueKind::Integer(integer) => Some(integer as f64),
        ValueKind::Float(float) => Some(float),
        _ => None,
    }
}
