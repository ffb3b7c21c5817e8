//! The sections `train` and `execute`.

use std::collections::HashMap;

use super::value::{Slot, below_one, count, flag, integer, positive, text};
use super::{Report, kind, schedule};
use crate::diagnostic::Diagnostic;
use crate::network::{Request, Schedule, Training};
use crate::span::Span;
use crate::syntax::{Name, Setting, Value, ValueKind};

const TRAIN: [&str; 14] = [
    "epochs",
    "batch_size",
    "validation_split",
    "shuffle",
    "seed",
    "learning_rate",
    "search_method",
    "save_path",
    "mixed_precision",
    "gradient_accumulation_steps",
    "callbacks",
    "early_stopping_patience",
    "reduce_lr_patience",
    "num_trials",
];

const EXECUTE: [&str; 4] = [
    "device",
    "strategy",
    "mixed_precision",
    "gradient_checkpointing",
];

/// The section `train`.
pub(super) fn read(
    setting: &Setting,
    asked: &mut Vec<Request>,
    point: &mut Vec<Request>,
    report: &mut Report,
) -> (Training, Option<LearningRate>) {
    let mut training = Training::default();
    let mut rate = None;
    for (name, value) in once_each(block(setting, report), report) {
        let slot = Slot {
            name: name.text,
            owner: "train",
            value,
        };
        match name.text {
            "epochs" => assign(&mut training.epochs, count(slot, report)),
            "batch_size" => match value.kind {
                // A list is a choice, and its first is taken.
                ValueKind::List(_) | ValueKind::Tuple(_) => {
                    batch_sizes(slot, &mut training, point, report)
                }
                _ => assign(&mut training.batch_size, count(slot, report)),
            },
            "validation_split" => assign(&mut training.validation_split, below_one(slot, report)),
            "shuffle" => assign(&mut training.shuffle, flag(slot, report)),
            "seed" if value.kind == ValueKind::None => Some(()),
            "seed" => assign(&mut training.seed, integer(slot, report).map(Some)),
            "mixed_precision" if value.kind == ValueKind::Bool(false) => Some(()),
            "@" | "device" => device(slot, report).map(|request| asked.extend(request)),
            "learning_rate" => learning_rate(slot, report).map(|given| rate = Some(given)),
            "mixed_precision" => flag(slot, report).map(|_| asked.push(request(slot))),
            // They say what searched for the point that was taken.
            "search_method" => text(slot, report).map(|_| point.push(request(slot))),
            "num_trials" => count(slot, report).map(|_| point.push(request(slot))),
            "gradient_accumulation_steps" if value.kind == ValueKind::Integer(1) => Some(()),
            "gradient_accumulation_steps" | "early_stopping_patience" | "reduce_lr_patience" => {
                count(slot, report).map(|_| asked.push(request(slot)))
            }
            "save_path" => text(slot, report).map(|_| asked.push(request(slot))),
            known if TRAIN.contains(&known) => {
                asked.push(request(slot));
                Some(())
            }
            _ => unknown(name, "train", &TRAIN, report),
        };
    }
    (training, rate)
}

/// A learning rate among the settings of the training, for an optimizer that states none.
#[derive(Debug, Clone)]
pub(super) struct LearningRate {
    /// The first one.
    pub(super) value: f64,
    pub(super) schedule: Option<Schedule>,
    pub(super) span: Span,
}

fn learning_rate(slot: Slot, report: &mut Report) -> Option<LearningRate> {
    let schedule = match schedule::is_schedule(slot.value) {
        true => Some(schedule::read(slot.value, report)?),
        false => None,
    };
    Some(LearningRate {
        value: match &schedule {
            Some(schedule) => schedule.initial(),
            None => positive(slot, report)?,
        },
        schedule,
        span: slot.value.span,
    })
}

/// The section `execute`: a device that the generated program may run on anyway.
pub(super) fn execute(setting: &Setting, asked: &mut Vec<Request>, report: &mut Report) {
    for (name, value) in once_each(block(setting, report), report) {
        let slot = Slot {
            name: name.text,
            owner: "execute",
            value,
        };
        match name.text {
            "device" | "@" => device(slot, report).map(|request| asked.extend(request)),
            "mixed_precision" | "gradient_checkpointing"
                if value.kind == ValueKind::Bool(false) =>
            {
                Some(())
            }
            "mixed_precision" | "gradient_checkpointing" => {
                flag(slot, report).map(|_| asked.push(request(slot)))
            }
            "strategy" => text(slot, report).map(|_| asked.push(request(slot))),
            _ => unknown(name, "execute", &EXECUTE, report),
        };
    }
}

fn assign<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

/// What a setting asks for, as it stands.
fn request(slot: Slot) -> Request {
    Request {
        name: slot.name.to_owned(),
        owner: slot.owner.to_owned(),
        value: kind::owned(slot.value),
        span: slot.value.span,
    }
}

/// A choice of batch sizes, each of them checked; the first is taken.
fn batch_sizes(
    slot: Slot,
    training: &mut Training,
    point: &mut Vec<Request>,
    report: &mut Report,
) -> Option<()> {
    let (ValueKind::List(values) | ValueKind::Tuple(values)) = &slot.value.kind else {
        return None;
    };
    if values.is_empty() {
        let message = "a choice of batch sizes is not empty";
        report.push(Diagnostic::error(message, slot.value.span));
    }
    let read = |value| count(Slot { value, ..slot }, report);
    let sizes: Vec<Option<u64>> = values.iter().map(read).collect();
    let first = values.first()?;
    point.push(Request {
        value: kind::owned(first),
        ..request(slot)
    });
    assign(&mut training.batch_size, *sizes.first()?)
}

fn unknown(name: Name, owner: &str, known: &[&str], report: &mut Report) -> Option<()> {
    let message = format!("`{owner}` has no setting `{}`", name.text);
    report.push_unknown(message, name.span, name.text, known.iter().copied());
    None
}

/// A device; what is asked for where it is another than the one on which programs run anyway.
pub(super) fn device(slot: Slot, report: &mut Report) -> Option<Option<Request>> {
    let name = text(slot, report)?;
    let lower = name.to_ascii_lowercase();
    if lower == "auto" || lower == "cpu" {
        return Some(None);
    }
    let known = ["cpu", "cuda", "gpu", "tpu", "xla"];
    if known.iter().any(|known| lower.starts_with(known)) {
        return Some(Some(request(slot)));
    }
    let message = format!(
        "unknown device `{name}`: a device is auto, or starts with cpu, cuda, gpu, tpu or xla"
    );
    report.push(Diagnostic::error(message, slot.value.span));
    None
}

/// The settings between the braces of a section.
fn block<'a>(setting: &'a Setting<'a>, report: &mut Report) -> &'a [Setting<'a>] {
    match setting.values.as_slice() {
        [
            Value {
                kind: ValueKind::Map(settings),
                ..
            },
        ] => settings,
        _ => {
            let name = setting.name.text;
            let message = format!("expected `{name} {{ … }}`");
            report.push(Diagnostic::error(message, setting.span));
            &[]
        }
    }
}

/// The settings with their values, each name once.
pub(super) fn once_each<'a>(
    settings: &'a [Setting<'a>],
    report: &mut Report,
) -> Vec<(Name<'a>, &'a Value<'a>)> {
    let mut seen: HashMap<&str, Name> = HashMap::new();
    let mut once = Vec::new();
    for setting in settings {
        let name = setting.name;
        if let Some(first) = seen.get(name.text) {
            let message = format!("`{}` is given twice", name.text);
            report.push(
                Diagnostic::error(message, name.span)
                    .with_primary("the second time")
                    .with_label(first.span, "the first time"),
            );
            continue;
        }
        seen.insert(name.text, name);
        match setting.values.as_slice() {
            [value] => once.push((name, value)),
            _ => {
                let message = format!("`{}` takes one value", name.text);
                report.push(Diagnostic::error(message, setting.span));
            }
        }
    }
    once
}
