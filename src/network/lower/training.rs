//! The sections `train` and `execute`.

use std::collections::HashMap;

use super::value::{Slot, below_one, count, flag, integer, text};
use super::{Report, not_built};
use crate::diagnostic::Diagnostic;
use crate::network::Training;
use crate::syntax::{Name, Setting, Value, ValueKind};

const TRAIN: [&str; 9] = [
    "epochs",
    "batch_size",
    "validation_split",
    "shuffle",
    "seed",
    "learning_rate",
    "search_method",
    "save_path",
    "mixed_precision",
];

/// The section `train`.
pub(super) fn read(setting: &Setting, report: &mut Report) -> Training {
    let mut training = Training::default();
    for (name, value) in once_each(block(setting, report), report) {
        let slot = Slot {
            name: name.text,
            owner: "train",
            value,
        };
        match name.text {
            "epochs" => assign(&mut training.epochs, count(slot, report)),
            "batch_size" => match value.kind {
                ValueKind::List(_) => {
                    refuse("a list of batch sizes, a search space,", value, report)
                }
                _ => assign(&mut training.batch_size, count(slot, report)),
            },
            "validation_split" => assign(&mut training.validation_split, below_one(slot, report)),
            "shuffle" => assign(&mut training.shuffle, flag(slot, report)),
            "seed" if value.kind == ValueKind::None => Some(()),
            "seed" => assign(&mut training.seed, integer(slot, report).map(Some)),
            "mixed_precision" if value.kind == ValueKind::Bool(false) => Some(()),
            "@" => device(slot, report),
            known if TRAIN.contains(&known) => {
                refuse(&format!("`{known}` of `train`"), value, report)
            }
            _ => unknown(name, "train", &TRAIN, report),
        };
    }
    training
}

/// The section `execute`: a device that the generated program may run on anyway.
pub(super) fn execute(setting: &Setting, report: &mut Report) {
    for (name, value) in once_each(block(setting, report), report) {
        let slot = Slot {
            name: name.text,
            owner: "execute",
            value,
        };
        match name.text {
            "device" | "@" => device(slot, report),
            _ => unknown(name, "execute", &["device"], report),
        };
    }
}

fn assign<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

fn refuse(what: &str, value: &Value, report: &mut Report) -> Option<()> {
    report.push(Diagnostic::error(not_built(what), value.span));
    None
}

fn unknown(name: Name, owner: &str, known: &[&str], report: &mut Report) -> Option<()> {
    let message = format!("`{owner}` has no setting `{}`", name.text);
    report.push_unknown(message, name.span, name.text, known.iter().copied());
    None
}

/// A device: the caller of a generated program chooses it, and what it is tested on is the CPU.
pub(super) fn device(slot: Slot, report: &mut Report) -> Option<()> {
    let name = text(slot, report)?;
    let lower = name.to_ascii_lowercase();
    if lower == "auto" || lower == "cpu" {
        return Some(());
    }
    let known = ["cpu", "cuda", "gpu", "tpu", "xla"];
    let message = if known.iter().any(|known| lower.starts_with(known)) {
        not_built(&format!("the device `{name}`"))
    } else {
        format!(
            "unknown device `{name}`: a device is auto, or starts with cpu, cuda, gpu, tpu or xla"
        )
    };
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
fn once_each<'a>(
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
