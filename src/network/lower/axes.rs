//! Arguments that are a number for each axis: sizes, borders, shapes.

use super::value::{self, Slot};
use super::{Report, kind};
use crate::network::Argument;
use crate::syntax::ValueKind;

/// The parts of a tuple or a list; none where it is a value of its own.
fn parts<'a>(slot: Slot<'a>) -> Option<impl ExactSizeIterator<Item = Slot<'a>>> {
    match &slot.value.kind {
        ValueKind::Tuple(values) | ValueKind::List(values) => {
            Some(values.iter().map(move |value| Slot { value, ..slot }))
        }
        _ => None,
    }
}

/// Reads one value, or each of several.
fn one_or_each(
    slot: Slot,
    report: &mut Report,
    read: impl Fn(Slot, &mut Report) -> Option<Argument>,
) -> Option<Argument> {
    let Some(parts) = parts(slot) else {
        return read(slot, report);
    };
    let all: Vec<_> = parts.map(|part| read(part, report)).collect();
    all.into_iter().collect::<Option<_>>().map(Argument::List)
}

/// How many axes of places a layer has, by its name; none where it does not say.
fn axes(owner: &str) -> Option<usize> {
    let at = owner.find("1D").or(owner.find("2D")).or(owner.find("3D"))?;
    Some(usize::from(owner.as_bytes()[at] - b'0'))
}

pub(super) fn sizes(slot: Slot, report: &mut Report) -> Option<Argument> {
    if let Some(count) = parts(slot).map(|parts| parts.len()) {
        let wanted = axes(slot.owner);
        if count == 0 || wanted.is_some_and(|wanted| count != wanted && count != 1) {
            let wanted = match wanted {
                Some(1) => "one positive integer".to_owned(),
                Some(count) => format!("one positive integer or {count}"),
                None => "one positive integer or one for each axis".to_owned(),
            };
            slot.wrong(&wanted, report);
            return None;
        }
    }
    one_or_each(slot, report, |slot, report| {
        value::count(slot, report).map(kind::count)
    })
}

pub(super) fn integers(slot: Slot, report: &mut Report) -> Option<Argument> {
    one_or_each(slot, report, |slot, report| {
        value::integer(slot, report).map(Argument::Integer)
    })
}

pub(super) fn numbers(slot: Slot, report: &mut Report) -> Option<Argument> {
    one_or_each(slot, report, |slot, report| {
        value::any_number(slot, report).map(Argument::Number)
    })
}

/// Integers of which none is below the least.
pub(super) fn lengths(
    slot: Slot,
    wanted: &str,
    least: i64,
    report: &mut Report,
) -> Option<Argument> {
    one_or_each(slot, report, |slot, report| {
        let length = value::integer(slot, report)?;
        if length < least {
            slot.wrong(wanted, report);
            return None;
        }
        Some(Argument::Integer(length))
    })
}

/// Dimensions, of which one may be left to what remains: -1 or `None`.
pub(super) fn shape(slot: Slot, report: &mut Report) -> Option<Argument> {
    one_or_each(slot, report, |slot, report| match slot.value.kind {
        ValueKind::None => Some(Argument::Integer(-1)),
        _ => {
            let length = value::integer(slot, report)?;
            if length < -1 || length == 0 {
                slot.wrong("a positive integer, or -1 for what remains", report);
                return None;
            }
            Some(Argument::Integer(length))
        }
    })
}

/// A dimension for each axis, the batch included; `None` is the input's own.
pub(super) fn noise_shape(slot: Slot, report: &mut Report) -> Option<Argument> {
    if parts(slot).is_none() {
        slot.wrong("a tuple with a dimension for each axis", report);
        return None;
    }
    one_or_each(slot, report, |slot, report| match slot.value.kind {
        ValueKind::None => Some(Argument::None),
        _ => value::count(slot, report).map(kind::count),
    })
}

/// Whether a layer adds a border or cuts one off.
pub(super) fn has_borders(owner: &str) -> bool {
    owner.starts_with("ZeroPadding") || owner.starts_with("Cropping")
}

pub(super) fn may_be_causal(owner: &str) -> bool {
    matches!(owner, "Conv1D" | "SeparableConv1D")
}

/// A border: one size for all sides, or for each axis a size or a pair.
pub(super) fn borders(slot: Slot, report: &mut Report) -> Option<Argument> {
    let axes = axes(slot.owner).unwrap_or(1);
    let Some(parts) = parts(slot) else {
        return lengths(slot, "an integer of 0 or more", 0, report);
    };
    // Along one axis a pair is what stands before and behind.
    let fits = parts.len() == axes || axes == 1 && parts.len() == 2;
    if !fits {
        let wanted = match axes {
            1 => "an integer or a pair".to_owned(),
            _ => format!("an integer, or {axes} integers or pairs"),
        };
        slot.wrong(&wanted, report);
        return None;
    }
    let side = |slot: Slot, report: &mut Report| {
        if self::parts(slot).is_some_and(|sides| sides.len() != 2) {
            slot.wrong("an integer of 0 or more, or a pair of them", report);
            return None;
        }
        lengths(slot, "an integer of 0 or more", 0, report)
    };
    let all: Vec<_> = parts.map(|part| side(part, report)).collect();
    all.into_iter().collect::<Option<_>>().map(Argument::List)
}
