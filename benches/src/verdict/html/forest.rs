//! The forest plot: for each cell the ratio and its intervals against the margin.

use maud::{Markup, html};
use neural_statistics::{Interval, Margin};

use super::axis::{Axis, share};
use super::mark::{self, Mark};
use crate::verdict::document::Cell;
use crate::verdict::words::{digits, percent};

/// A row of the plot.
pub(super) struct Row<'v> {
    /// What the row is of.
    pub(super) name: String,
    /// Where more is said of it.
    pub(super) link: String,
    pub(super) cell: &'v Cell,
    pub(super) margin: Margin,
    /// Whether a control failed, so that the verdict does not hold.
    pub(super) void: bool,
}

/// The estimate of a cell as it was measured, a handicap put on again.
pub(super) struct Shown {
    pub(super) mean: f64,
    pub(super) interval_90: Interval,
    pub(super) interval_95: Interval,
}

impl Shown {
    pub(super) fn of(cell: &Cell) -> Option<Self> {
        let estimate = cell.estimate.as_ref()?;
        let handicap = cell.handicap.unwrap_or(0.0);
        let moved = |it: Interval| Interval {
            low: it.low + handicap,
            high: it.high + handicap,
        };
        Some(Self {
            mean: estimate.mean + handicap,
            interval_90: moved(estimate.interval_90),
            interval_95: moved(estimate.interval_95),
        })
    }
}

/// A margin is at least this share of an axis's reach, or nobody sees it: what is further away is cut off.
const WIDEST: f64 = 12.0;

/// The axis that suits some rows: it holds every interval if that leaves the margins visible.
pub(super) fn axis<'v, 'r>(rows: impl Iterator<Item = &'r Row<'v>>) -> Axis
where
    'v: 'r,
{
    let (mut reach, mut margin) = (0.0_f64, 0.0_f64);
    for row in rows {
        margin = margin.max(row.margin.high);
        if let Some(Shown { interval_95, .. }) = Shown::of(row.cell) {
            reach = reach.max(-interval_95.low).max(interval_95.high);
        }
    }
    // Without rows any will do.
    let margin = if margin > 0.0 { margin } else { 0.01 };
    Axis::around_one((reach * 1.05).clamp(2.0 * margin, WIDEST * margin))
}

/// Rows under headings, above and below them the axis.
pub(super) fn forest(sections: &[(String, Vec<Row>)], axis: &Axis, ends: [&str; 2]) -> Markup {
    html! {
        div.forest {
            (scale(axis, true))
            @for (heading, rows) in sections {
                h3 { (heading) }
                @for row in rows { (self::row(row, axis)) }
            }
            (scale(axis, false))
            div.row.ends {
                span {}
                div.field { span { "◂ " (ends[0]) } span { (ends[1]) " ▸" } }
                span {}
            }
        }
    }
}

fn row(row: &Row, axis: &Axis) -> Markup {
    html! {
        div class=(if row.void { "row voided" } else { "row" }) {
            a.name href={ "#" (row.link) } { (row.name) }
            div.field {
                svg height="100%" role="img" aria-label={ (row.name) ": " (row.cell.text) } {
                    (backdrop(axis, &row.margin, "100%"))
                    (estimate(row.cell, axis, "50%"))
                }
            }
            div { (mark::verdict(row.cell, row.void)) }
        }
    }
}

/// The margin as a band, round figures as faint lines, and one as a line.
pub(super) fn backdrop(axis: &Axis, margin: &Margin, height: &str) -> Markup {
    let (from, to) = (axis.place(margin.low), axis.place(margin.high));
    let one = share(axis.place(0.0));
    html! {
        rect.band x=(share(from)) width=(share(to - from)) height=(height) {}
        @for tick in axis.ticks().iter().filter(|tick| tick.at != 0.0) {
            @let x = share(axis.place(tick.at));
            line.grid x1=(x) x2=(x) y2=(height) {}
        }
        line.one x1=(one) x2=(one) y2=(height) {}
    }
}

/// The mean and both intervals at a height, and the handicap where there is one. Nothing without an estimate.
pub(super) fn estimate(cell: &Cell, axis: &Axis, y: &str) -> Markup {
    let mark = Mark::of(cell);
    let Some(shown) = Shown::of(cell) else {
        return html! {};
    };
    let line = |interval: Interval, class: &str| {
        let (from, to) = (axis.place(interval.low), axis.place(interval.high));
        html! { line class=(class) x1=(share(from)) x2=(share(to)) y1=(y) y2=(y) {} }
    };
    let Interval { low, high } = shown.interval_95;
    html! {
        g class=(mark.class()) {
            title {
                (text(shown.mean)) "; 90 % interval " (text(shown.interval_90.low)) " to " (text(shown.interval_90.high))
                "; 95 % interval " (text(low)) " to " (text(high))
            }
            @if let Some(handicap) = cell.handicap.filter(|it| axis.holds(*it)) {
                @let x = share(axis.place(handicap));
                svg x=(x) y=(y) { line.known y1="-11" y2="11" {} }
            }
            (line(shown.interval_95, "thin"))
            (line(shown.interval_90, "thick"))
            @if low < axis.low { (mark::arrow(false, y)) }
            @if high > axis.high { (mark::arrow(true, y)) }
            @if axis.holds(shown.mean) { (mark.at(axis.place(shown.mean), y)) }
        }
    }
}

fn text(log_ratio: f64) -> String {
    digits(percent(log_ratio)) + " %"
}

fn scale(axis: &Axis, above: bool) -> Markup {
    html! {
        div class=(if above { "row scale above" } else { "row scale" }) {
            span {}
            div.field { svg height="16" aria-hidden="true" { (labels(axis, 12.0)) } }
            span {}
        }
    }
}

/// The figures of an axis at a height. Those at the ends stay within the plot.
pub(super) fn labels(axis: &Axis, y: f64) -> Markup {
    html! {
        @for tick in axis.ticks() {
            @let place = axis.place(tick.at);
            @let anchor = match place {
                place if place < 0.03 => "start",
                place if place > 0.97 => "end",
                _ => "middle",
            };
            text x=(share(place)) y=(y) text-anchor=(anchor) { (tick.label) }
        }
    }
}
