//! The run-sequence plot: every pair in the order in which it was taken, so that drift shows.

use maud::{Markup, html};
use neural_statistics::Margin;

use super::axis::{Axis, number, share};
use super::layer::{Path, layer};
use super::pairs::Place;
use crate::measure::Half;
use crate::verdict::words::{digits, percent};

/// Height of the plot in pixels, without what stands below it.
const HEIGHT: f64 = 150.0;

/// Processes whose number stands below the plot, at most.
const NUMBERS: usize = 6;

/// The plot of the processes of a cell.
pub(super) fn plot(places: &[Place], axis: &Axis, margin: &Margin, label: &str) -> Markup {
    let y = |log_ratio: f64| (1.0 - axis.place(log_ratio)) * HEIGHT;
    let width = 1.0 / places.len() as f64;
    let (top, bottom) = (y(margin.high), y(margin.low));
    let every = places.len().div_ceil(NUMBERS);
    html! {
        svg.sequence height=(HEIGHT + 20.0) role="img" aria-label=(label) {
            rect.band y=(number(top)) width="100%" height=(number(bottom - top)) {}
            @for tick in axis.ticks() {
                @let y = number(y(tick.at));
                line.grid x2="100%" y1=(y) y2=(y) {}
                text.side x="-6" y=(y) dy="0.32em" text-anchor="end" { (tick.label) }
            }
            line.one x2="100%" y1=(number(y(0.0))) y2=(number(y(0.0))) {}
            (dots(places, axis, width))
            @for (index, place) in places.iter().enumerate() {
                @let start = index as f64 * width;
                (process(place, start, width, y))
                (outliers(place, axis, start, width))
                @if index % every == 0 {
                    text x=(share(start + width / 2.0)) y=(HEIGHT + 14.0) text-anchor="middle" { "#" (place.number) }
                }
            }
        }
    }
}

/// Where a pair lies from left to right, 0 to 1.
fn along(start: f64, width: f64, pair: usize, pairs: usize) -> f64 {
    start + width * (0.08 + 0.84 * (pair as f64 + 0.5) / pairs as f64)
}

/// All pairs that lie on the axis, and the borders between processes.
fn dots(places: &[Place], axis: &Axis, width: f64) -> Markup {
    let [mut borders, mut first, mut second] = [Path::default(), Path::default(), Path::default()];
    for (index, place) in places.iter().enumerate() {
        let start = index as f64 * width;
        if index > 0 {
            borders.down(start, 0.0, HEIGHT);
        }
        let pairs = place.pairs.iter().enumerate();
        for (pair, &(half, ratio)) in pairs.filter(|(_, (_, ratio))| axis.holds(*ratio)) {
            let path = match half {
                Half::A => &mut first,
                Half::B => &mut second,
            };
            let x = along(start, width, pair, place.pairs.len());
            path.down(x, (1.0 - axis.place(ratio)) * HEIGHT, 0.0);
        }
    }
    let paths = [
        ("border", &borders),
        ("dots", &first),
        ("dots", &second),
        ("dots inner", &second),
    ];
    layer(HEIGHT, &paths)
}

/// The mean of a process, or that it failed.
fn process(place: &Place, start: f64, width: f64, y: impl Fn(f64) -> f64) -> Markup {
    let [from, middle] = [0.05, 0.5].map(|part| share(start + part * width));
    html! {
        @if let Some(reason) = place.failed {
            svg.failed x=(middle) y=(HEIGHT / 2.0) {
                title { "#" (place.number) " failed: " (reason) }
                path.mark.crossed d="M-5-5L5 5M-5 5L5-5" {}
            }
        }
        @if let Some(mean) = place.mean() {
            @let y = number(y(mean));
            rect.mean x=(from) width=(share(0.9 * width)) y=(y) {
                title {
                    "#" (place.number) ", round " (place.round) ": " (digits(percent(mean))) " % of " (place.pairs.len()) " pair(s)"
                    @if place.warm_up > 0 {
                        ", warm-up of " (place.warm_up) (if place.settled { "" } else { " that did not settle" })
                    }
                }
            }
        }
    }
}

/// Triangles for the pairs beyond the axis.
fn outliers(place: &Place, axis: &Axis, start: f64, width: f64) -> Markup {
    let pairs = place.pairs.iter().enumerate();
    html! {
        @for (pair, &(_, ratio)) in pairs.filter(|(_, (_, ratio))| !axis.holds(*ratio)) {
            @let above = ratio > axis.high;
            svg.outlier x=(share(along(start, width, pair, place.pairs.len()))) y=(if above { 0.0 } else { HEIGHT }) {
                title { "#" (place.number) ", pair " (pair + 1) ": " (digits(percent(ratio))) " %" }
                path d=(if above { "M-3.5 6H3.5L0 0Z" } else { "M-3.5-6H3.5L0 0Z" }) {}
            }
        }
    }
}
