//! What stands first: the answer, what is void, and what is needed to judge both.

use maud::{Markup, html};

use super::mark::Mark;
use super::{Sides, group_id};
use crate::report::{bytes, seconds};
use crate::verdict::document::{Cell, Verdicts};
use crate::verdict::words::word;

/// The head of the page.
pub(super) fn head(verdicts: &Verdicts, sides: &Sides) -> Markup {
    let class = match (verdicts.answer.no_overhead, verdicts.answer.acceptable) {
        (true, _) => "answer fine",
        (false, true) => "answer",
        (false, false) => "answer bad",
    };
    html! {
        header {
            h1 { "The Neural language: " (sides.a) " against " (sides.b) }
            p class=(class) { (verdicts.answer.text) }
            (tally(verdicts))
        }
        @for (index, group) in verdicts.groups.iter().enumerate() {
            @if !group.void.is_empty() {
                section.void role="alert" {
                    h2 { "VOID: " a href={ "#" (group_id(index)) } { (group.model) "/" (group.backend) } }
                    p { "A control failed, so none of its verdicts holds." }
                    ul { @for reason in &group.void { li { (reason) } } }
                }
            }
        }
        section {
            h2 { "What was measured, and with what" }
            dl.facts {
                @for (term, fact) in facts(verdicts, sides) {
                    div { dt { (term) } dd { (fact) } }
                }
            }
        }
    }
}

/// How many primary cells have which verdict.
fn tally(verdicts: &Verdicts) -> Markup {
    let sound = verdicts.groups.iter().filter(|group| group.void.is_empty());
    let cells: Vec<&Cell> = sound
        .flat_map(|group| &group.cells)
        .filter(|cell| cell.primary)
        .collect();
    let mut counts: Vec<(&str, Mark, usize)> = Vec::new();
    for cell in cells {
        let mark = Mark::of(cell);
        let word = match (mark, cell.judgement) {
            (Mark::Failed, _) => "FAILED",
            (_, Some(judgement)) => word(judgement.verdict, cell.quantity),
            (_, None) => "INCONCLUSIVE",
        };
        match counts.iter_mut().find(|(known, ..)| *known == word) {
            Some((.., count)) => *count += 1,
            None => counts.push((word, mark, 1)),
        }
    }
    let void = verdicts
        .groups
        .iter()
        .filter(|group| !group.void.is_empty())
        .count();
    let gate = verdicts
        .groups
        .iter()
        .filter(|group| !group.gate.passed())
        .count();
    html! {
        ul.tally {
            @for (word, mark, count) in counts {
                li class=(mark.class()) { (mark.glyph()) b { (count) " " (word) } @if count == 1 { " primary cell" } @else { " primary cells" } }
            }
            @if void > 0 { li { strong.void { "VOID" } " " b { (void) } (groups(void)) } }
            @if gate > 0 { li.failed { (Mark::Failed.glyph()) b { (gate) " FAILED" } (groups(gate)) " at the gate" } }
        }
    }
}

fn groups(count: usize) -> &'static str {
    match count {
        1 => " group",
        _ => " groups",
    }
}

fn facts(verdicts: &Verdicts, sides: &Sides) -> Vec<(&'static str, Markup)> {
    let (environment, measured) = (&verdicts.environment, &verdicts.measured);
    let (margins, fixed) = (&verdicts.margins, &verdicts.fixed_margins);
    let own_margins = margins == fixed;
    let libraries: Vec<String> = (verdicts.libraries.iter())
        .map(|(name, version)| format!("{name} {version}"))
        .collect();
    let images = match verdicts.plan.images {
        Some(images) => format!("at most {images} images an epoch"),
        None => "the whole training split an epoch".to_owned(),
    };
    vec![
        (
            "Compared",
            html! {
                "A: " (sides.a) " programs; B: "
                @match &verdicts.revision {
                    Some(revision) => { "those of " (revision.name) ", commit " code { (revision.commit) } },
                    None => { "their hand-written twins" },
                }
            },
        ),
        (
            "Margins",
            html! {
                "±" (margins.time_percent) " % for times, ±" (margins.memory_percent) " % for memory: "
                @if own_margins { "fixed before the run" }
                @else {
                    strong { "chosen when the samples were known" }
                    "; the run was made for ±" (fixed.time_percent) " % and ±" (fixed.memory_percent) " %"
                }
            },
        ),
        (
            "Extent",
            html! {
                (measured.processes) " fresh processes in one shuffled order, " (measured.failed) " of them failed; "
                (measured.rounds) " rounds after the base; " (measured.sittings) " sitting(s); " (seconds(measured.seconds)) " in all; "
                @if measured.extended {
                    strong { "it had ended and was given more time, when its verdicts may have been known" }
                } @else { "it stopped on time alone" }
            },
        ),
        (
            "Evidence",
            html! {
                @match &verdicts.evidence {
                    Some(hash) => { "SHA-256 " code { (hash) } },
                    None => { strong { "not sealed: the run has not ended" } },
                }
            },
        ),
        (
            "This page again",
            html! {
                code {
                    "neural-bench report BUNDLE"
                    @if !own_margins { " --margin " (margins.time_percent) "% --memory-margin " (margins.memory_percent) "%" }
                }
                " makes it from the evidence alone, on any machine, with no native library"
            },
        ),
        (
            "Machine",
            html! {
                (environment.cpu) ", " (environment.cores) " cores, " (bytes(environment.memory_bytes as f64)) "; " (environment.system)
            },
        ),
        (
            "Program",
            html! {
                (environment.build) " build of commit " code { (environment.commit.as_deref().unwrap_or("unknown")) }
                ", version " (environment.suite_version) "; " (environment.rustc)
            },
        ),
        ("Libraries", html! { (libraries.join(", ")) }),
        ("Data", html! { (verdicts.dataset) }),
        (
            "Plan",
            html! {
                "profile " (verdicts.plan.profile) ", " (images) "; " (verdicts.plan.threads) " thread(s); seed " (verdicts.plan.seed)
                "; begun " (environment.started)
            },
        ),
    ]
}
