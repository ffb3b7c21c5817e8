//! The forest plots of all cells together: what the answer rests on, and the controls.

use maud::{Markup, html};

use super::forest::{self, Row};
use super::mark::Mark;
use super::{Sides, group_id};
use crate::evidence::{Contrast, Quantity};
use crate::verdict::document::{Cell, Group, Verdicts};

/// The primary cells, by quantity.
pub(super) fn primary(verdicts: &Verdicts, sides: &Sides) -> Markup {
    let rows = |quantity: Quantity| {
        rows(
            verdicts,
            |group| &group.cells,
            move |cell| cell.quantity == quantity && cell.primary,
        )
    };
    let mut sections = Vec::new();
    for quantity in Quantity::ALL {
        let rows: Vec<Row> = rows(quantity);
        if !rows.is_empty() {
            sections.push((heading(quantity).to_owned(), rows));
        }
    }
    let axis = forest::axis(sections.iter().flat_map(|(_, rows)| rows));
    let ends = [
        format!("{} faster or smaller", sides.a),
        format!("{} slower or larger", sides.a),
    ];
    html! {
        section {
            h2 { "What the answer rests on" }
            p.note {
                "The ratio " (sides.a) " ÷ " (sides.b) " of each primary cell: its mean, its 90 % interval (thick) and its 95 % interval (thin), "
                "on a logarithmic scale. The band is the margin; EQUIVALENT is a cell whose 90 % interval lies inside. "
                "Where an interval leaves the plot, an arrow shows where to. Intervals are not adjusted; p-values are, over all cells (Holm)."
            }
            @if sections.is_empty() {
                p.none { "There is no cell: nothing was measured." }
            } @else {
                (forest::forest(&sections, &axis, [&ends[0], &ends[1]]))
            }
            @for (index, group) in verdicts.groups.iter().enumerate() {
                @if !group.gate.passed() {
                    p.failed {
                        a href={ "#" (group_id(index)) } { (group.model) "/" (group.backend) } ": "
                        (Mark::Failed.glyph()) b { "FAILED" } " at the gate, so it was not timed"
                        @if let Some(failure) = group.gate.first_failure() { ": " (failure.subject) }
                    }
                }
            }
        }
    }
}

/// The controls, which say whether the instrument works.
pub(super) fn controls(verdicts: &Verdicts) -> Markup {
    let of = |contrast: Contrast| -> Vec<(String, Vec<Row>)> {
        let sections = Quantity::ALL.map(|quantity| {
            let rows = rows(
                verdicts,
                |group| &group.controls,
                move |cell| cell.quantity == quantity && cell.contrast == contrast,
            );
            (heading(quantity).to_owned(), rows)
        });
        sections
            .into_iter()
            .filter(|(_, rows)| !rows.is_empty())
            .collect()
    };
    let (same, handicapped) = (of(Contrast::Same), of(Contrast::Handicapped));
    if same.is_empty() && handicapped.is_empty() {
        return html! {};
    }
    let axis = forest::axis(same.iter().chain(&handicapped).flat_map(|(_, rows)| rows));
    let total = same
        .iter()
        .chain(&handicapped)
        .map(|(_, rows)| rows.len())
        .sum::<usize>();
    let bad = (same.iter().chain(&handicapped))
        .flat_map(|(_, rows)| rows)
        .filter(|row| {
            matches!(
                Mark::of(row.cell),
                Mark::Less | Mark::More | Mark::Missed | Mark::Failed
            )
        })
        .count();
    let program = match verdicts.revision {
        None => "The twin",
        Some(_) => "This build's program",
    };
    html! {
        section {
            h2 { "Controls: whether the instrument can be trusted" }
            p.note {
                "The answer of these is known. A program against itself has to be found equal; one with a known "
                "handicap has to be found slower, or larger, by just that handicap (dashed mark) and by more than none. "
                (total) " controls, " (bad) " of them wrong or failed."
            }
            div.halves {
                div {
                    h3.side { (program) " against itself" }
                    (forest::forest(&same, &axis, ["faster or smaller", "slower or larger"]))
                }
                div {
                    h3.side { (program) ", handicapped, against itself" }
                    (forest::forest(&handicapped, &axis, ["faster or smaller", "slower or larger"]))
                }
            }
        }
    }
}

fn rows<'v>(
    verdicts: &'v Verdicts,
    cells: impl Fn(&'v Group) -> &'v Vec<Cell>,
    wanted: impl Fn(&Cell) -> bool,
) -> Vec<Row<'v>> {
    let mut rows = Vec::new();
    for (index, group) in verdicts.groups.iter().enumerate() {
        for cell in cells(group).iter().filter(|cell| wanted(cell)) {
            rows.push(Row {
                name: format!("{}/{}", group.model, group.backend),
                link: group_id(index),
                cell,
                margin: verdicts.margins.of(cell.quantity),
                // Controls are why a group is void; of them nothing is taken back.
                void: !group.void.is_empty() && subject(cell),
            });
        }
    }
    rows
}

/// Whether a cell is what the run was made for, and no control.
pub(super) fn subject(cell: &Cell) -> bool {
    !matches!(cell.contrast, Contrast::Same | Contrast::Handicapped)
}

/// What a quantity is.
pub(super) fn heading(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Build => "build: time from nothing to a program that can train",
        Quantity::Step => "step: time of one training step",
        Quantity::Epoch => "epoch: time of one pass over the training images",
        Quantity::Predict => "predict: time of inference on 128 images",
        Quantity::Peak => "peak: most live bytes of the process",
    }
}
