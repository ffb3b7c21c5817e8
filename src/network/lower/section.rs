//! The sections of a network, told apart.

use super::Report;
use crate::diagnostic::Diagnostic;
use crate::names;
use crate::syntax::{Layers, Name, Network, Section, Setting};

const NAMES: [&str; 7] = [
    "input",
    "layers",
    "loss",
    "optimizer",
    "metrics",
    "train",
    "execute",
];

/// The sections that a network has.
#[derive(Debug, Default)]
pub(super) struct Sections<'a> {
    pub(super) input: Option<&'a Setting<'a>>,
    pub(super) layers: Option<&'a Layers<'a>>,
    pub(super) loss: Option<&'a Setting<'a>>,
    pub(super) optimizer: Option<&'a Setting<'a>>,
    pub(super) metrics: Option<&'a Setting<'a>>,
    pub(super) train: Option<&'a Setting<'a>>,
    pub(super) execute: Option<&'a Setting<'a>>,
}

impl<'a> Sections<'a> {
    /// Finds the sections and reports those that are unknown, missing, or there twice.
    pub(super) fn of(network: &'a Network<'a>, report: &mut Report) -> Self {
        let mut sections = Self::default();
        let mut seen: [Option<Name>; NAMES.len()] = [None; NAMES.len()];
        // Sections that are there under another name are not missing.
        let mut meant = Vec::new();
        for section in &network.sections {
            let name = section.name();
            let text = if name.text == "execution" {
                "execute"
            } else {
                name.text
            };
            let Some(index) = NAMES.iter().position(|known| *known == text) else {
                if !matches!(section, Section::Broken(_)) {
                    unknown(name, report);
                    meant.extend(names::nearest(name.text, NAMES));
                }
                continue;
            };
            if let Some(first) = seen[index].filter(|_| !matches!(section, Section::Broken(_))) {
                let message = format!("the section `{text}` is given twice");
                report.push(
                    Diagnostic::error(message, name.span)
                        .with_primary("the second time")
                        .with_label(first.span, "the first time"),
                );
                continue;
            }
            seen[index] = Some(name);
            sections.take(section, text, report);
        }
        for (name, seen) in NAMES.iter().zip(seen) {
            let required = matches!(*name, "input" | "layers");
            if required && seen.is_none() && !meant.contains(name) {
                let message = format!("the network `{}` has no `{name}`", network.name.text);
                report.push(Diagnostic::error(message, network.name.span));
            }
        }
        sections
    }

    fn take(&mut self, section: &'a Section<'a>, name: &str, report: &mut Report) {
        match (section, name) {
            (Section::Layers(layers), _) => {
                if layers.entries.is_empty() {
                    let message = "a network has at least one layer";
                    report.push(Diagnostic::error(message, layers.name.span));
                }
                self.layers = Some(layers);
            }
            (Section::Setting(setting), "layers") => {
                let message = "expected `layers:` and the layers below it";
                report.push(Diagnostic::error(message, setting.name.span));
            }
            (Section::Setting(setting), _) => {
                let place = match name {
                    "input" => &mut self.input,
                    "loss" => &mut self.loss,
                    "optimizer" => &mut self.optimizer,
                    "metrics" => &mut self.metrics,
                    "train" => &mut self.train,
                    _ => &mut self.execute,
                };
                *place = Some(setting);
            }
            (Section::Broken(_), _) => {}
        }
    }
}

fn unknown(name: Name, report: &mut Report) {
    let message = format!("unknown section `{}`", name.text);
    report.push_unknown(message, name.span, name.text, NAMES);
}

/// Refuses a name without a letter or a digit: `_` names nothing in a generated program.
pub(super) fn check_name(what: &str, name: Name, report: &mut Report) {
    if name.text.bytes().all(|byte| byte == b'_') {
        let message = format!("the name of a {what} needs a letter");
        report.push(Diagnostic::error(message, name.span));
    }
}
