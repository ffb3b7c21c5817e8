//! How verdicts look: a colour, and a shape for those who do not see it.

use maud::{Markup, html};
use neural_statistics::Verdict;

use super::axis::share;
use crate::evidence::Contrast;
use crate::verdict::document::Cell;
use crate::verdict::words::word;

/// What is said of a cell, as a mark.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Equivalent,
    Less,
    More,
    Inconclusive,
    Failed,
    /// A handicap that was found again.
    Found,
    /// One whose 95 % interval leaves it out, as one in twenty does.
    Edge,
    /// One that was not found again.
    Missed,
}

impl Mark {
    /// The mark of a cell.
    pub(super) fn of(cell: &Cell) -> Self {
        if cell.failed.is_some() {
            return Self::Failed;
        }
        if cell.contrast == Contrast::Handicapped {
            return match &cell.recovery {
                None => Self::Inconclusive,
                Some(it) if it.missed => Self::Missed,
                Some(it) if !it.told_from_none => Self::Inconclusive,
                Some(it) if it.contained => Self::Found,
                Some(_) => Self::Edge,
            };
        }
        match cell.judgement.map(|it| it.verdict) {
            Some(Verdict::Equivalent) => Self::Equivalent,
            Some(Verdict::Less) => Self::Less,
            Some(Verdict::More) => Self::More,
            Some(Verdict::Inconclusive) | None => Self::Inconclusive,
        }
    }

    /// Its class in the style sheet.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Equivalent => "equivalent",
            Self::Less => "less",
            Self::More => "more",
            Self::Inconclusive | Self::Edge => "inconclusive",
            Self::Failed | Self::Missed => "failed",
            Self::Found => "found",
        }
    }

    /// Its shape about the origin.
    fn shape(self) -> &'static str {
        match self {
            Self::Equivalent => "M-4-4H4V4H-4Z",
            Self::Less => "M4-5.5V5.5L-5.5 0Z",
            Self::More => "M-4-5.5V5.5L5.5 0Z",
            Self::Inconclusive => "M-4 0A4 4 0 1 1 4 0A4 4 0 1 1-4 0Z",
            Self::Found | Self::Edge => "M0-5.5L5.5 0L0 5.5L-5.5 0Z",
            Self::Failed | Self::Missed => "M-4-4L4 4M-4 4L4-4",
        }
    }

    fn path(self) -> Markup {
        let hollow = matches!(self, Self::Inconclusive | Self::Edge);
        let crossed = matches!(self, Self::Failed | Self::Missed);
        let class = match (hollow, crossed) {
            (true, _) => "mark hollow",
            (_, true) => "mark crossed",
            _ => "mark",
        };
        html! { path class=(class) d=(self.shape()) {} }
    }

    /// In a plot, at a share of its width and a distance from its top.
    pub(super) fn at(self, x: f64, y: &str) -> Markup {
        html! { svg x=(share(x)) y=(y) { (self.path()) } }
    }

    /// In a text.
    pub(super) fn glyph(self) -> Markup {
        html! { svg.glyph viewBox="-7 -7 14 14" aria-hidden="true" { (self.path()) } }
    }
}

/// An arrow at an edge of a plot, for what lies beyond.
pub(super) fn arrow(right: bool, y: &str) -> Markup {
    let (x, shape) = match right {
        true => ("100%", "M0-4.5L7 0L0 4.5Z"),
        false => ("0%", "M0-4.5L-7 0L0 4.5Z"),
    };
    html! { svg x=(x) y=(y) { path.mark d=(shape) {} } }
}

/// A dot as in the run sequence, in a text.
pub(super) fn dot(hollow: bool) -> Markup {
    html! {
        svg.glyph viewBox="-7 -7 14 14" aria-hidden="true" {
            circle class=(if hollow { "dot hollow" } else { "dot" }) r="3.2" {}
        }
    }
}

/// The verdict on a cell in words, with its mark.
pub(super) fn verdict(cell: &Cell, void: bool) -> Markup {
    let mark = Mark::of(cell);
    let word = match (mark, cell.judgement) {
        (Mark::Failed, _) => "FAILED",
        (Mark::Missed, _) => "MISSED",
        (Mark::Found | Mark::Edge, _) => "FOUND AGAIN",
        (_, Some(judgement)) => word(judgement.verdict, cell.quantity),
        (_, None) => "INCONCLUSIVE",
    };
    let (word, rest) = match cell.text.strip_prefix(word) {
        Some(rest) => (word, rest),
        None => ("", cell.text.as_str()),
    };
    html! {
        span class={ "verdict " (mark.class()) } {
            @if void { strong.void { "VOID" } " " }
            (mark.glyph())
            b { (word) } (rest.replace(" %", "\u{a0}%"))
        }
    }
}
