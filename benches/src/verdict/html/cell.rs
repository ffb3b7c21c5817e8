//! A cell with its plots.

use maud::{Markup, html};
use neural_statistics::MIN_PROCESSES;

use super::mark;
use super::pairs::{self, Place};
use super::{distribution, overview, sequence};
use crate::evidence::{Bundle, Contrast};
use crate::verdict::document::{Cell, Group, Verdicts};
use crate::verdict::words::{digits, percent};

/// The verdict on a cell above its raw samples.
pub(super) fn cell(bundle: &Bundle, verdicts: &Verdicts, group: &Group, cell: &Cell) -> Markup {
    let places = pairs::places(bundle, group, cell);
    let margin = verdicts.margins.of(cell.quantity);
    let axis = pairs::axis(&places, &margin);
    let name = format!("{}/{} {}", group.model, group.backend, cell.quantity);
    html! {
        article.cell {
            h4 {
                @match cell.contrast {
                    Contrast::Same => { "itself, " },
                    Contrast::Handicapped => { "itself, handicapped, " },
                    Contrast::Generated | Contrast::Revision => {},
                }
                (overview::heading(cell.quantity))
                @if cell.primary { span.tag { "primary" } }
            }
            p { (mark::verdict(cell, !group.void.is_empty() && overview::subject(cell))) }
            @if let Some(reason) = &cell.failed { pre.failure { (reason) } }
            @if let Some(reason) = without_estimate(cell) { p.none { (reason) } }
            @if !places.is_empty() {
                div.plots {
                    figure {
                        (sequence::plot(&places, &axis, &margin, &format!("run sequence of {name}")))
                    }
                    figure {
                        (distribution::plot(cell, &places, &axis, &margin, &format!("distribution of {name}")))
                    }
                }
                p.caption { (caption(&places, &axis)) }
            }
        }
    }
}

/// Why a cell has no estimate, where it has none.
fn without_estimate(cell: &Cell) -> Option<String> {
    match (&cell.estimate, &cell.failed) {
        (Some(_), _) => None,
        (None, Some(_)) => Some(
            "No estimate: a process failed, and what the others say may be of another thing."
                .to_owned(),
        ),
        (None, None) if cell.processes < 2 => Some(format!(
            "No estimate: {} process(es) measured it; an interval takes two, a verdict {MIN_PROCESSES}.",
            cell.processes
        )),
        (None, None) => Some("No estimate: a ratio is not a finite number above zero.".to_owned()),
    }
}

/// What the plots do not show.
fn caption(places: &[Place], axis: &super::axis::Axis) -> String {
    let ratios = pairs::sorted(places);
    let measured = places.iter().filter(|place| place.failed.is_none()).count();
    let settled = places.iter().filter(|place| place.settled).count();
    let warm_up = places.iter().map(|place| place.warm_up).sum::<usize>();
    let mut parts = vec![format!("{} pairs of {measured} processes", ratios.len())];
    // Memory has no warm-up.
    if warm_up > 0 {
        parts.push(format!("the warm-up settled in {settled} of {measured}"));
    }
    let beyond = ratios.iter().filter(|ratio| !axis.holds(**ratio)).count();
    if let (true, Some(least), Some(greatest)) = (beyond > 0, ratios.first(), ratios.last()) {
        parts.push(format!(
            "{beyond} beyond the scale; the whole range is {} to {} %",
            digits(percent(*least)),
            digits(percent(*greatest))
        ));
    }
    let lost = places.iter().map(|place| place.lost).sum::<usize>();
    if lost > 0 {
        parts.push(format!(
            "{lost} whose ratio is no finite number are not shown"
        ));
    }
    let failed = places.len() - measured;
    if failed > 0 {
        parts.push(format!("{failed} processes failed (crosses)"));
    }
    parts.join("; ") + "."
}
