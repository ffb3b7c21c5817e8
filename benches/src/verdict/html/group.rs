//! A model on a backend.

use maud::{Markup, html};

use super::mark::Mark;
use super::{Sides, cell, group_id, table};
use crate::evidence::{Bundle, Gate};
use crate::report::count;
use crate::verdict::document::{Group, Verdicts, Work};

/// The section of a group.
pub(super) fn section(
    bundle: &Bundle,
    verdicts: &Verdicts,
    group: &Group,
    index: usize,
    sides: &Sides,
) -> Markup {
    html! {
        section.group id=(group_id(index)) {
            h2 { (group.model) "/" (group.backend) }
            @if !group.void.is_empty() {
                p.voided { strong.void { "VOID" } " " (group.void.join("; ")) }
            }
            (gate(&group.gate))
            @if group.gate.passed() {
                (table::cells(group, sides))
                @if let Some(work) = &group.work { (self::work(work, sides)) }
                @if let Some(ledger) = &group.ledger { (table::ledger(ledger)) }
                @for cell in &group.cells { (cell::cell(bundle, verdicts, group, cell)) }
                details.controls {
                    summary { "The samples of its " (group.controls.len()) " controls" }
                    @for cell in &group.controls { (cell::cell(bundle, verdicts, group, cell)) }
                }
            }
        }
    }
}

/// The proof of sameness, or the first difference.
fn gate(gate: &Gate) -> Markup {
    let passed = gate.checks.iter().filter(|check| check.passed).count();
    html! {
        @if let Some(failure) = gate.first_failure() {
            div.gate.failed {
                p { (Mark::Failed.glyph()) b { "FAILED at the gate, so nothing was timed." } " The first difference: " (failure.subject) }
                pre.failure { (failure.detail) }
            }
        } @else if gate.checks.is_empty() {
            div.gate.failed {
                p { (Mark::Failed.glyph()) b { "FAILED at the gate, so nothing was timed:" } " nothing was looked at." }
            }
        }
        @if !gate.checks.is_empty() {
            details {
                summary { "Gate: " (passed) " of " (gate.checks.len()) " checks passed" }
                ul.checks {
                    @for check in &gate.checks {
                        li {
                            @if check.passed { span.passed { "✓ " } } @else { span.failed { b { "✗ " } } }
                            (check.subject) ": " span.detail { (check.detail) }
                        }
                    }
                }
            }
        }
    }
}

/// Whether both sides execute the same operations.
fn work(work: &Work, sides: &Sides) -> Markup {
    html! {
        @match (&work.failed, work.differences.as_slice()) {
            (Some(reason), _) => {
                p.none { "The operations could not be recorded:" }
                pre.failure { (reason) }
            },
            (None, []) => {
                p {
                    "Same work: both sides execute the same " (count(work.operations)) " operations, "
                    (count(work.kernels)) " kernels of oneDNN and MKL among them."
                }
            },
            (None, differences) => {
                p {
                    @if work.same_kernels {
                        "Both sides execute the same " (count(work.kernels)) " kernels of oneDNN and MKL. "
                        "Around them they do not execute the same operations (− " (sides.b) ", + " (sides.a) "):"
                    } @else {
                        b { "Not the same kernels" } " of oneDNN and MKL (− " (sides.b) ", + " (sides.a) "):"
                    }
                }
                pre.diff {
                    @for line in differences {
                        span class=(side(line)) { (line) } "\n"
                    }
                }
            },
        }
    }
}

/// The class of a line of a diff.
fn side(line: &str) -> &'static str {
    match line.as_bytes().first() {
        Some(b'+') => "added",
        Some(b'-') => "removed",
        _ => "context",
    }
}
