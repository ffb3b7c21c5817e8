//! The tables of a group: figures of its cells, and what compiling costs.

use maud::{Markup, html};

use super::Sides;
use super::mark;
use crate::report::{count, seconds};
use crate::verdict::document::{Cell, Group, Ledger};
use crate::verdict::figures::{Figures, NONE};

/// The figures of all cells.
pub(super) fn cells(group: &Group, sides: &Sides) -> Markup {
    html! {
        div.scroll {
            table {
                thead {
                    tr {
                        th { "quantity" } th { "verdict" }
                        th.figure { "A, " (sides.a) } th.figure { "B, " (sides.b) } th.figure { "A ÷ B" } th.figure { "median" }
                        th.figure { "90 % interval" } th.figure { "95 % interval" } th.figure { "bootstrap, 95 %" }
                        th.figure { "p (Holm)" } th.figure { "processes" }
                    }
                }
                tbody { @for cell in &group.cells { (row(cell, !group.void.is_empty())) } }
            }
        }
    }
}

fn row(cell: &Cell, void: bool) -> Markup {
    let figures = Figures::of(cell);
    html! {
        tr {
            th { @if cell.primary { b { (cell.quantity) } } @else { span { (cell.quantity) } } }
            td { (mark::verdict(cell, void)) }
            td.figure { (figures.a) } td.figure { (figures.b) } td.figure { (figures.ratio) } td.figure { (figures.median) }
            td.figure { (figures.interval_90) } td.figure { (figures.interval_95) } td.figure { (figures.bootstrap) }
            td.figure { (figures.p) } td.figure { (cell.processes) }
        }
    }
}

/// What compiling costs, and after how many steps it is paid.
pub(super) fn ledger(ledger: &Ledger) -> Markup {
    let time = |value: Option<f64>| value.map_or(NONE.to_owned(), seconds);
    let steps =
        |value: Option<u64>| value.map_or(NONE.to_owned(), |it| format!("{} steps", count(it)));
    let rows = [
        ("parse", "the file's text to a tree", time(ledger.parse)),
        ("check", "the tree to a checked network", time(ledger.check)),
        (
            "generate",
            "the network to the program's text",
            time(ledger.generate),
        ),
        (
            "rustc",
            "the program's text to machine code",
            time(ledger.rustc),
        ),
        (
            "build",
            "from nothing to a program that can train",
            time(ledger.build),
        ),
        (
            "a step gains",
            "what a step takes less than the twin's",
            time(ledger.gained_per_step),
        ),
        (
            "paid after",
            "parse, check and generate",
            steps(ledger.paid_after_steps),
        ),
        (
            "paid after",
            "the same with rustc, as if hand-written code needed none",
            steps(ledger.paid_with_rustc_after_steps),
        ),
    ];
    html! {
        h3 { "What compiling costs" }
        div.scroll {
            table.ledger {
                tbody {
                    @for (name, what, figure) in rows {
                        tr { th { (name) } td { (what) } td.figure { (figure) } }
                    }
                }
            }
        }
        @if let Some(note) = &ledger.rustc_note {
            p.caption { code { "rustc" } " was not timed: " (note) }
        }
        @if ledger.gained_per_step.is_none() {
            p.caption { "Generated steps are not shown to be faster, so compiling is a cost that is never paid back." }
        }
    }
}
