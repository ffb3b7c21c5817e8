//! Readers: from a value of the tree to a value of a kind, or a diagnostic that says what was wanted.

use std::fmt::Display;

use super::Report;
use crate::diagnostic::Diagnostic;
use crate::syntax::{Value, ValueKind};

/// A value and whose it is, for messages: `units` of `Dense`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot<'a> {
    /// The argument or setting.
    pub(super) name: &'a str,
    /// The layer, optimiser or section that has it.
    pub(super) owner: &'a str,
    /// The value that was written.
    pub(super) value: &'a Value<'a>,
}

impl Slot<'_> {
    /// Says what was wanted instead.
    pub(super) fn wrong(&self, wanted: &str, report: &mut Report) {
        let Slot { name, owner, value } = self;
        let diagnostic = match &value.kind {
            ValueKind::Invalid => return,
            // What fills it in is known when the file is checked.
            ValueKind::Word(_) if report.is_lenient() => return,
            ValueKind::Word(word) => Diagnostic::error(
                format!("`{name}` of `{owner}` must be {wanted}, and nothing sets `{word}`"),
                value.span,
            ),
            _ => Diagnostic::error(
                format!("`{name}` of `{owner}` must be {wanted}; found {value}"),
                value.span,
            ),
        };
        report.push(diagnostic);
    }

    fn warn_of_float(&self, used: impl Display, report: &mut Report) {
        let Slot { name, owner, value } = self;
        if matches!(value.kind, ValueKind::Float(_)) {
            let message = format!("`{name}` of `{owner}` is an integer; {used} is used");
            let warning = Diagnostic::warning(message, value.span);
            report.push(warning.with_hint(format!("write `{used}`")));
        }
    }
}

/// What to say of a part of the language that is not supported yet.
fn not_built(what: &str, value: &Value) -> Diagnostic {
    Diagnostic::error(super::not_built(what), value.span)
}

/// A positive integer.
pub(super) fn count(slot: Slot, report: &mut Report) -> Option<u64> {
    let count = whole(&slot).and_then(|number| u64::try_from(number).ok());
    match count {
        Some(count) if count > 0 => {
            slot.warn_of_float(count, report);
            Some(count)
        }
        _ => {
            slot.wrong("a positive integer", report);
            None
        }
    }
}

/// An integer.
pub(super) fn integer(slot: Slot, report: &mut Report) -> Option<i64> {
    let integer = whole(&slot);
    match integer {
        Some(integer) => slot.warn_of_float(integer, report),
        None => slot.wrong("an integer", report),
    }
    integer
}

/// An integer, or the integer part of a float.
fn whole(slot: &Slot) -> Option<i64> {
    match slot.value.kind {
        ValueKind::Integer(integer) => Some(integer),
        // Beyond 2^53 a float does not say which integer was meant.
        ValueKind::Float(float) if float.abs() < 9_007_199_254_740_992.0 => Some(float as i64),
        _ => None,
    }
}

/// A positive integer for both axes, or one for each.
pub(super) fn pair(slot: Slot, report: &mut Report) -> Option<[u64; 2]> {
    match &slot.value.kind {
        ValueKind::Tuple(values) | ValueKind::List(values) => {
            let [first, second] = values.as_slice() else {
                slot.wrong("one positive integer or two", report);
                return None;
            };
            let first = count(
                Slot {
                    value: first,
                    ..slot
                },
                report,
            );
            let second = count(
                Slot {
                    value: second,
                    ..slot
                },
                report,
            );
            Some([first?, second?])
        }
        ValueKind::Integer(_) | ValueKind::Float(_) => count(slot, report).map(|size| [size; 2]),
        _ => {
            slot.wrong("one positive integer or two", report);
            None
        }
    }
}

/// `true` or `false`.
pub(super) fn flag(slot: Slot, report: &mut Report) -> Option<bool> {
    match slot.value.kind {
        ValueKind::Bool(flag) => Some(flag),
        _ => {
            slot.wrong("true or false", report);
            None
        }
    }
}

/// A number that `holds`; `wanted` says which.
fn number(
    slot: Slot,
    report: &mut Report,
    wanted: &str,
    holds: impl Fn(f64) -> bool,
) -> Option<f64> {
    let number = match slot.value.kind {
        ValueKind::Integer(integer) => Some(integer as f64),
        ValueKind::Float(float) => Some(float),
        _ => None,
    };
    let number = number.filter(|&number| holds(number));
    if number.is_none() {
        slot.wrong(wanted, report);
    }
    number
}

/// A number above 0.
pub(super) fn positive(slot: Slot, report: &mut Report) -> Option<f64> {
    number(slot, report, "a number above 0", |number| number > 0.0)
}

/// A number of 0 or more.
pub(super) fn not_negative(slot: Slot, report: &mut Report) -> Option<f64> {
    number(slot, report, "a number of 0 or more", |number| {
        number >= 0.0
    })
}

/// Any number.
pub(super) fn any_number(slot: Slot, report: &mut Report) -> Option<f64> {
    number(slot, report, "a number", |_| true)
}

/// A number in [0, 1).
pub(super) fn below_one(slot: Slot, report: &mut Report) -> Option<f64> {
    let holds = |number: f64| (0.0..1.0).contains(&number);
    number(
        slot,
        report,
        "a number from 0 up to but not including 1",
        holds,
    )
}

/// A number in [0, 1].
pub(super) fn share(slot: Slot, report: &mut Report) -> Option<f64> {
    let holds = |number: f64| (0.0..=1.0).contains(&number);
    number(slot, report, "a number from 0 to 1", holds)
}

/// A string or a bare word.
pub(super) fn text<'a>(slot: Slot<'a>, report: &mut Report) -> Option<&'a str> {
    match slot.value.kind {
        ValueKind::String(text) | ValueKind::Word(text) => Some(text),
        _ => {
            slot.wrong("a string", report);
            None
        }
    }
}

/// The names that a value may have, and those of the language that are not supported yet.
pub(super) struct Choices<T: 'static> {
    /// What they are: `activation`.
    pub(super) what: &'static str,
    /// The names and what they mean.
    pub(super) built: &'static [(&'static str, T)],
    /// The other names of the language.
    pub(super) not_built: &'static [&'static str],
}

impl<T: Copy> Choices<T> {
    /// Whether it is a name of one of them.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.built.iter().any(|(known, _)| same(known, name))
    }

    /// What a string or a bare word means; case and underscores do not matter.
    pub(super) fn read(&self, slot: Slot, report: &mut Report) -> Option<T> {
        let name = text(slot, report)?;
        self.find(name, slot.value, report)
    }

    /// What a name means that stands where `value` is.
    pub(super) fn find(&self, name: &str, value: &Value, report: &mut Report) -> Option<T> {
        if let Some((_, meaning)) = self.built.iter().find(|(known, _)| same(known, name)) {
            return Some(*meaning);
        }
        let what = self.what;
        if let Some(known) = self.not_built.iter().find(|known| same(known, name)) {
            report.push(not_built(&format!("the {what} `{known}`"), value));
            return None;
        }
        let known = self.built.iter().map(|&(known, _)| known);
        let known = known.chain(self.not_built.iter().copied());
        let message = match self.built {
            [(first, _), (second, _)] => {
                format!("unknown {what} `{name}`: it is {first} or {second}")
            }
            _ => format!("unknown {what} `{name}`"),
        };
        report.push_unknown(message, value.span, name, known);
        None
    }
}

/// `glorot_uniform` and `GlorotUniform` are the same name.
pub(super) fn same(known: &str, name: &str) -> bool {
    let letters = |name: &str| {
        name.bytes()
            .filter(|&byte| byte != b'_')
            .map(|byte| byte.to_ascii_lowercase())
            .collect::<Vec<u8>>()
    };
    known == name || letters(known) == letters(name)
}
