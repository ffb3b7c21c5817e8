//! The distribution of the paired log ratios, with what the estimate is made of beneath it.

use maud::{Markup, html};
use neural_statistics::Margin;

use super::axis::{Axis, number, share};
use super::forest;
use super::layer::{Path, layer};
use super::pairs::{self, Place};
use crate::verdict::document::Cell;

/// Height of the bars' area in pixels.
const HEIGHT: f64 = 104.0;

/// Height with the means, the estimate and the axis.
const WHOLE: f64 = 170.0;

/// Bars: at least and at most.
const FEWEST: usize = 17;
const MOST: usize = 41;

/// The histogram of a cell's pairs.
pub(super) fn plot(
    cell: &Cell,
    places: &[Place],
    axis: &Axis,
    margin: &Margin,
    label: &str,
) -> Markup {
    let bars = bars(places, axis);
    let most = bars.iter().copied().max().unwrap_or(0).max(1) as f64;
    let width = 1.0 / bars.len() as f64;
    let mut rug = Path::default();
    for mean in places.iter().filter_map(Place::mean) {
        rug.down(axis.place(mean), HEIGHT + 4.0, 10.0);
    }
    html! {
        svg.distribution height=(WHOLE) role="img" aria-label=(label) {
            (forest::backdrop(axis, margin, &number(HEIGHT + 44.0)))
            @for (index, &count) in bars.iter().enumerate().filter(|(_, count)| **count > 0) {
                @let height = count as f64 / most * (HEIGHT - 4.0);
                rect.bar x=(share(index as f64 * width)) width=(share(width)) y=(number(HEIGHT - height)) height=(number(height)) {}
            }
            line.base x2="100%" y1=(HEIGHT) y2=(HEIGHT) {}
            (layer(HEIGHT + 14.0, &[("rug", &rug)]))
            (forest::estimate(cell, axis, &number(HEIGHT + 30.0)))
            (forest::labels(axis, WHOLE - 6.0))
        }
    }
}

/// How many pairs fall into each bar, of those that lie on the axis. The number of bars is the square root of the number
/// of pairs, doubled, for the eye judges shape better by more bars than by fewer.
fn bars(places: &[Place], axis: &Axis) -> Vec<usize> {
    let ratios = pairs::sorted(places);
    let number = (2.0 * (ratios.len() as f64).sqrt()).ceil() as usize;
    // An odd number, so that figures of exactly one stand in the middle of a bar where the axis is even.
    let mut bars = vec![0; number.clamp(FEWEST, MOST) | 1];
    let last = bars.len() - 1;
    for ratio in ratios.into_iter().filter(|ratio| axis.holds(*ratio)) {
        let bar = (axis.place(ratio) * bars.len() as f64) as usize;
        bars[bar.min(last)] += 1;
    }
    bars
}
