//! A layer over a plot that is stretched to its width: many marks in one path, each a few bytes long, whose
//! lines keep their thickness.

use std::fmt::Write;

use maud::{Markup, html};

use super::axis::number;

/// Units from left to right.
const WIDTH: f64 = 10_000.0;

/// Marks of one kind.
#[derive(Default)]
pub(super) struct Path(String);

impl Path {
    /// A line down from a place, `x` as a share of the width, `y` and `length` in pixels. Without a length
    /// it is a dot where the style gives it round ends.
    pub(super) fn down(&mut self, x: f64, y: f64, length: f64) {
        let (x, y, length) = (x * WIDTH, number(y), number(length));
        write!(self.0, "M{x:.0} {y}v{length}").expect("a String takes every text");
    }
}

/// Paths with their classes above one another, in a plot that is so many pixels high.
pub(super) fn layer(height: f64, paths: &[(&str, &Path)]) -> Markup {
    html! {
        svg viewBox={ "0 0 " (WIDTH) " " (height) } width="100%" height=(height) preserveAspectRatio="none" {
            @for (class, Path(path)) in paths.iter().filter(|(_, path)| !path.0.is_empty()) {
                path class={ "steady " (class) } d=(path) {}
            }
        }
    }
}
