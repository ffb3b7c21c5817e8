//! The schedule of a learning rate.

use super::Report;
use super::arguments::{Arguments, Signature, Taker};
use super::optimizer::constant_rate;
use super::value::{Slot, any_number, count, flag, integer, not_negative, positive};
use crate::diagnostic::Diagnostic;
use crate::network::Schedule;
use crate::syntax::{self, Call, Value, ValueKind};

/// A schedule of the language.
struct Kind {
    name: &'static str,
    signature: Signature,
    build: fn(&Arguments, &mut Report) -> Option<Schedule>,
}

const fn takes(positional: &'static [&'static str], named: &'static [&'static str]) -> Signature {
    Signature {
        positional,
        named,
        not_built: &[],
    }
}

static FAMILY: Signature = takes(&[], &["name"]);

const DECAY: Signature = takes(
    &[
        "initial_learning_rate",
        "decay_steps",
        "decay_rate",
        "staircase",
    ],
    &[],
);

static KINDS: [Kind; 5] = [
    Kind {
        name: "ExponentialDecay",
        signature: DECAY,
        build: |arguments, report| {
            let (initial, steps, rate, staircase) = decay(arguments, report)?;
            Some(Schedule::ExponentialDecay {
                initial,
                steps,
                rate,
                staircase,
            })
        },
    },
    Kind {
        name: "InverseTimeDecay",
        signature: DECAY,
        build: |arguments, report| {
            let (initial, steps, rate, staircase) = decay(arguments, report)?;
            Some(Schedule::InverseTimeDecay {
                initial,
                steps,
                rate,
                staircase,
            })
        },
    },
    Kind {
        name: "PiecewiseConstantDecay",
        signature: takes(&["boundaries", "values"], &[]),
        build: piecewise,
    },
    Kind {
        name: "PolynomialDecay",
        signature: takes(
            &[
                "initial_learning_rate",
                "decay_steps",
                "end_learning_rate",
                "power",
                "cycle",
            ],
            &[],
        ),
        build: |arguments, report| {
            let initial = arguments.required("initial_learning_rate", constant_rate, report);
            let steps = arguments.required("decay_steps", count, report);
            let end = arguments.or("end_learning_rate", 1e-4, not_negative, report);
            let power = arguments.or("power", 1.0, positive, report);
            let cycle = arguments.or("cycle", false, flag, report);
            Some(Schedule::PolynomialDecay {
                initial: initial?,
                steps: steps?,
                end: end?,
                power: power?,
                cycle: cycle?,
            })
        },
    },
    Kind {
        name: "CosineDecay",
        signature: takes(
            &["initial_learning_rate", "decay_steps", "alpha"],
            &["warmup_target", "warmup_steps"],
        ),
        build: |arguments, report| {
            // A warm-up may begin at nothing.
            let initial = arguments.required("initial_learning_rate", not_negative, report);
            let steps = arguments.required("decay_steps", count, report);
            let alpha = arguments.or("alpha", 0.0, not_negative, report);
            let target = arguments.optional("warmup_target", constant_rate, report);
            let warmup = arguments.or("warmup_steps", 0, whole, report);
            Some(Schedule::CosineDecay {
                initial: initial?,
                steps: steps?,
                alpha: alpha?,
                warmup_target: target?,
                warmup_steps: warmup?,
            })
        },
    },
];

fn decay(arguments: &Arguments, report: &mut Report) -> Option<(f64, u64, f64, bool)> {
    let initial = arguments.required("initial_learning_rate", constant_rate, report);
    let steps = arguments.required("decay_steps", count, report);
    let rate = arguments.required("decay_rate", positive, report);
    let staircase = arguments.or("staircase", false, flag, report);
    Some((initial?, steps?, rate?, staircase?))
}

/// An integer of 0 or more.
fn whole(slot: Slot, report: &mut Report) -> Option<u64> {
    let whole = integer(slot, report)?;
    let found = u64::try_from(whole).ok();
    if found.is_none() {
        slot.wrong("an integer of 0 or more", report);
    }
    found
}

fn piecewise(arguments: &Arguments, report: &mut Report) -> Option<Schedule> {
    let boundaries = arguments.required(
        "boundaries",
        |slot, report| each(slot, integer, report),
        report,
    );
    let values = arguments.required(
        "values",
        |slot, report| each(slot, any_number, report),
        report,
    );
    let (boundaries, values) = (boundaries?, values?);
    let place = arguments.given("values")?.span;
    if values.len() != boundaries.len() + 1 {
        let message = format!(
            "`PiecewiseConstantDecay` has one value more than boundaries; found {} and {}",
            values.len(),
            boundaries.len()
        );
        let boundaries = arguments.given("boundaries")?.span;
        report.push(Diagnostic::error(message, place).with_label(boundaries, "the boundaries"));
        return None;
    }
    if values.iter().any(|&value| value <= 0.0) {
        let message = "a learning rate is above 0";
        report.push(Diagnostic::error(message, place));
        return None;
    }
    if !boundaries.is_sorted_by(|a, b| a < b) {
        let message = "the boundaries of `PiecewiseConstantDecay` rise";
        let place = arguments.given("boundaries")?.span;
        report.push(Diagnostic::error(message, place));
        return None;
    }
    Some(Schedule::PiecewiseConstantDecay { boundaries, values })
}

/// A list of values of a kind.
fn each<T>(
    slot: Slot,
    read: impl Fn(Slot, &mut Report) -> Option<T>,
    report: &mut Report,
) -> Option<Vec<T>> {
    let (ValueKind::List(values) | ValueKind::Tuple(values)) = &slot.value.kind else {
        slot.wrong("a list of numbers", report);
        return None;
    };
    let all: Vec<_> = values
        .iter()
        .map(|value| read(Slot { value, ..slot }, report))
        .collect();
    all.into_iter().collect()
}

/// Whether a learning rate is a schedule: a call, in quotes or not.
pub(super) fn is_schedule(value: &Value) -> bool {
    match value.kind {
        ValueKind::Call(_) => true,
        ValueKind::String(text) => text.contains('('),
        _ => false,
    }
}

/// The schedule that a value is; `None` where it is wrong, which is reported.
pub(super) fn read(value: &Value, report: &mut Report) -> Option<Schedule> {
    match &value.kind {
        ValueKind::Call(call) => of_call(call, report),
        // The text of a string begins after its quote.
        ValueKind::String(text) => match syntax::parse_value(text, value.span.start() + 1) {
            Ok(Value {
                kind: ValueKind::Call(call),
                ..
            }) => of_call(&call, report),
            Ok(_) => {
                let message = format!("a learning rate is a number or a schedule; found {value}");
                report.push(Diagnostic::error(message, value.span));
                None
            }
            Err(faults) => {
                faults.into_iter().for_each(|fault| report.push(fault));
                None
            }
        },
        _ => None,
    }
}

fn of_call(call: &Call, report: &mut Report) -> Option<Schedule> {
    let name = call.name;
    let Some(kind) = KINDS
        .iter()
        .find(|kind| kind.name.eq_ignore_ascii_case(name.text))
    else {
        let message = format!("unknown schedule `{}`", name.text);
        let known = KINDS.iter().map(|kind| kind.name);
        report.push_unknown(message, name.span, name.text, known);
        return None;
    };
    let taker = Taker {
        owner: kind.name,
        own: &kind.signature,
        family: &FAMILY,
    };
    let arguments = Arguments::bind(taker, name, &call.arguments, report);
    (kind.build)(&arguments, report)
}
