//! `research` blocks.

use super::Report;
use super::training::once_each;
use crate::diagnostic::Diagnostic;
use crate::syntax::{Research, ValueKind};

/// Checks that metrics are numbers and references strings; nothing is built of either.
pub(super) fn read(research: &Research, report: &mut Report) {
    for (name, value) in once_each(&research.settings, report) {
        let numbers = match name.text {
            "metrics" => true,
            "references" => false,
            other => {
                let message = format!("`research` has no part `{other}`");
                report.push_unknown(message, name.span, other, ["metrics", "references"]);
                continue;
            }
        };
        let ValueKind::Map(entries) = &value.kind else {
            let message = format!("expected `{} {{ … }}`", name.text);
            report.push(Diagnostic::error(message, value.span));
            continue;
        };
        for value in entries.iter().flat_map(|entry| &entry.values) {
            let (sound, wanted) = match numbers {
                true => (
                    matches!(value.kind, ValueKind::Integer(_) | ValueKind::Float(_)),
                    "a metric of `research` is a number",
                ),
                false => (
                    matches!(value.kind, ValueKind::String(_)),
                    "a reference is a string",
                ),
            };
            if !sound && value.kind != ValueKind::Invalid {
                let message = format!("{wanted}; found {value}");
                report.push(Diagnostic::error(message, value.span));
            }
        }
    }
}
