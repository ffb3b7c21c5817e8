//! Then and now: what changed between two sets of evidence.
//!
//! Only the ratio of generated to hand-written is compared, never absolute times: two runs at different
//! times had different machines, even where it was the same one.

use neural_statistics::{Estimate, Judgement, MIN_PROCESSES, Verdict, difference, judge};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::Verdicts;
use super::samples::samples;
use super::words;
use crate::backend::Backend;
use crate::evidence::{Bundle, Contrast, Margins, Quantity};

/// The version of the form of [`Changes`].
pub const CHANGES_SCHEMA: &str = "neural-bench/changes/1";

/// What changed between two sets of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Changes {
    /// The version of this form, [`CHANGES_SCHEMA`].
    pub schema: String,
    /// The hash of the newer evidence.
    pub now: Option<String>,
    /// The hash of the older one.
    pub then: Option<String>,
    /// The margins of these verdicts: those of the newer evidence.
    pub margins: Margins,
    /// What is different about the two runs, beside the code.
    pub notes: Vec<String>,
    /// The cells that both have.
    pub cells: Vec<Change>,
    /// Whether no primary cell is worse, and nothing is void or missing.
    pub acceptable: bool,
    /// The same in words.
    pub text: String,
}

/// How the ratio of generated to hand-written changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Change {
    /// The model's name.
    pub model: String,
    /// The backend.
    pub backend: Backend,
    /// The quantity.
    pub quantity: Quantity,
    /// Whether the answer rests on it.
    pub primary: bool,
    /// The mean log ratio now.
    pub now: Option<f64>,
    /// The mean log ratio then.
    pub then: Option<f64>,
    /// Now less then, by Welch's t on the processes' means.
    pub estimate: Option<Estimate>,
    /// The verdict.
    pub judgement: Option<Judgement>,
    /// The verdict in words.
    pub text: String,
}

/// What changed since `then`. Both were assessed already, for a void group compares with nothing.
pub fn changes(now: (&Bundle, &Verdicts), then: (&Bundle, &Verdicts)) -> Changes {
    let margins = now.1.margins;
    let mut cells = Vec::new();
    let mut missing = Vec::new();
    for group in &now.1.groups {
        for cell in &group.cells {
            let name = format!("{}/{} {}", group.model, group.backend, cell.quantity);
            let of = |bundle: &Bundle| {
                let own = bundle.processes.iter().filter(|process| {
                    let unit = &process.unit;
                    unit.model == group.model
                        && unit.backend == group.backend
                        && unit.contrast == Contrast::Generated
                });
                samples(own, cell.quantity, false)
            };
            let (new, old) = (of(now.0), of(then.0));
            let sound = |verdicts: &Verdicts| {
                let mut groups = verdicts.groups.iter();
                groups.any(|it| {
                    it.model == group.model
                        && it.backend == group.backend
                        && it.gate.passed()
                        && it.void.is_empty()
                })
            };
            let usable = new.failed.is_none() && old.failed.is_none();
            let estimate = match usable && sound(now.1) && sound(then.1) {
                true => difference(&new.log_ratios, &old.log_ratios),
                false => None,
            };
            if estimate.is_none() && cell.primary {
                missing.push(name);
            }
            let mean = |ratios: &[Vec<f64>]| {
                neural_statistics::estimate(ratios).map(|estimate| estimate.mean)
            };
            cells.push(Change {
                model: group.model.clone(),
                backend: group.backend,
                quantity: cell.quantity,
                primary: cell.primary,
                now: mean(&new.log_ratios),
                then: mean(&old.log_ratios),
                estimate,
                judgement: None,
                text: "NOT COMPARABLE: failed, void or missing in one of both".to_owned(),
            });
        }
    }
    for (verdicts, when) in [(now.1, "now"), (then.1, "then")] {
        for group in &verdicts.groups {
            let name = format!("{}/{}", group.model, group.backend);
            let in_both = [now.1, then.1].iter().all(|verdicts| {
                let mut groups = verdicts.groups.iter();
                groups.any(|it| (&it.model, it.backend) == (&group.model, group.backend))
            });
            if !in_both {
                missing.push(format!("{name}, which there is only {when}"));
            } else if when == "now" && !group.gate.passed() {
                missing.push(format!("{name}, which failed at the gate"));
            }
        }
    }
    judge_all(&mut cells, &margins);
    let worse: Vec<String> = (cells.iter())
        .filter(|cell| cell.primary && cell.judgement.is_some_and(|it| it.verdict == Verdict::More))
        .map(|cell| {
            format!(
                "{}/{} {} {}",
                cell.model, cell.backend, cell.quantity, cell.text
            )
        })
        .collect();
    let mut reasons = Vec::new();
    if !worse.is_empty() {
        reasons.push(format!("Worse than then: {}.", worse.join("; ")));
    }
    if !missing.is_empty() {
        reasons.push(format!("Not comparable: {}.", missing.join(", ")));
    }
    if cells.is_empty() {
        reasons.push("Both have no cell in common.".to_owned());
    }
    let acceptable = reasons.is_empty();
    Changes {
        schema: CHANGES_SCHEMA.to_owned(),
        now: now.0.hash.clone(),
        then: then.0.hash.clone(),
        margins,
        notes: notes(now.1, then.1),
        cells,
        acceptable,
        text: match acceptable {
            true => "No primary cell is shown to be worse than then.".to_owned(),
            false => reasons.join(" "),
        },
    }
}

fn judge_all(cells: &mut [Change], margins: &Margins) {
    let mut family: Vec<&mut Change> = cells
        .iter_mut()
        .filter(|cell| cell.estimate.is_some())
        .collect();
    let estimates: Vec<_> = (family.iter())
        .filter_map(|cell| Some((cell.estimate?, margins.of(cell.quantity))))
        .collect();
    for (cell, mut judgement) in family.iter_mut().zip(judge(&estimates)) {
        // Then's processes stay as many as they were, so what more of now's would do cannot be told like that.
        judgement.needed = None;
        cell.judgement = Some(judgement);
        let estimate = cell.estimate.as_ref();
        let processes = estimate.map_or(0, |it| it.processes);
        cell.text = match judgement.verdict {
            Verdict::Inconclusive if processes >= MIN_PROCESSES => "INCONCLUSIVE".to_owned(),
            _ => words::verdict(cell.quantity, estimate, Some(&judgement), processes),
        };
    }
}

/// What is different about two runs, beside the code.
fn notes(now: &Verdicts, then: &Verdicts) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = |what: &str, now: String, then: String| {
        if now != then {
            notes.push(format!("{what}: {now} now, {then} then"));
        }
    };
    let (new, old) = (&now.environment, &then.environment);
    let commit = |commit: &Option<String>| commit.clone().unwrap_or_else(|| "unknown".to_owned());
    note("commit", commit(&new.commit), commit(&old.commit));
    note("processor", new.cpu.clone(), old.cpu.clone());
    note("system", new.system.clone(), old.system.clone());
    note("compiler", new.rustc.clone(), old.rustc.clone());
    note(
        "libraries",
        format!("{:?}", now.libraries),
        format!("{:?}", then.libraries),
    );
    note(
        "profile",
        now.plan.profile.clone(),
        then.plan.profile.clone(),
    );
    note(
        "threads",
        now.plan.threads.to_string(),
        then.plan.threads.to_string(),
    );
    note("data", now.dataset.clone(), then.dataset.clone());
    notes
}
