//! Scales of log ratios, and coordinates as text.

use std::f64::consts::LN_2;

use crate::verdict::words::percent;

/// A stretch of log ratios.
#[derive(Clone, Copy)]
pub(super) struct Axis {
    pub(super) low: f64,
    pub(super) high: f64,
}

/// A mark on a scale.
pub(super) struct Tick {
    /// Where it is, a log ratio.
    pub(super) at: f64,
    /// The percent by which the ratio differs from one.
    pub(super) label: String,
}

/// Ticks to either side of one, at most.
const TICKS: f64 = 3.0;

impl Axis {
    /// As far to either side of a ratio of one. The reach is finite and more than zero.
    pub(super) fn around_one(reach: f64) -> Self {
        Self {
            low: -reach,
            high: reach,
        }
    }

    /// How far along the axis a log ratio lies: 0 at its low end, 1 at its high end, and never beyond.
    pub(super) fn place(&self, log_ratio: f64) -> f64 {
        ((log_ratio - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// Whether a log ratio lies on it.
    pub(super) fn holds(&self, log_ratio: f64) -> bool {
        (self.low..=self.high).contains(&log_ratio)
    }

    /// Round figures along it.
    pub(super) fn ticks(&self) -> Vec<Tick> {
        let reach = self.high.max(-self.low);
        let ticks = match percent(reach) {
            size if size <= 150.0 => percents(size),
            _ => powers(reach),
        };
        let held = ticks.into_iter().filter(|tick| self.holds(tick.at));
        held.collect()
    }
}

/// Ticks at round percents.
fn percents(reach: f64) -> Vec<Tick> {
    let (step, decimals) = round_step(reach / TICKS);
    (-TICKS as i32..=TICKS as i32)
        .map(|count| f64::from(count) * step)
        .filter(|percent| *percent > -100.0)
        .map(|percent| Tick {
            at: libm::log1p(percent / 100.0),
            label: signed(percent, decimals),
        })
        .collect()
}

/// Ticks at powers of two, where percents are too many to be round.
fn powers(reach: f64) -> Vec<Tick> {
    let doublings = (reach / LN_2 / TICKS).ceil().max(1.0);
    (-TICKS as i32..=TICKS as i32)
        .map(|count| f64::from(count) * doublings * LN_2)
        .map(|at| Tick {
            at,
            label: match libm::exp(at) {
                ratio if !(0.01..100.0).contains(&ratio) => format!("× {ratio:.0e}"),
                ratio if ratio < 0.1 => signed((ratio - 1.0) * 100.0, 1),
                ratio => signed((ratio - 1.0) * 100.0, 0),
            },
        })
        .collect()
}

/// The smallest of 1, 2, 3, 5, 10, … and their decimal parts that is not less than a size, and the decimals it has.
fn round_step(size: f64) -> (f64, usize) {
    for decimals in (0..=4_usize).rev() {
        let unit = 1.0 / libm::pow(10.0, decimals as f64);
        for step in [1.0, 2.0, 3.0, 5.0] {
            if step * unit >= size {
                return (step * unit, decimals);
            }
        }
    }
    // Percents of such a size are not asked for: powers of two take their place.
    (10.0 * (size / 10.0).ceil(), 0)
}

/// A percent with its sign: `+2 %`, `−0.5 %`, `0 %`.
fn signed(percent: f64, decimals: usize) -> String {
    let digits = format!("{:.decimals$}", percent.abs());
    match digits.chars().any(|digit| ('1'..='9').contains(&digit)) {
        false => "0 %".to_owned(),
        true if percent < 0.0 => format!("−{digits} %"),
        true => format!("+{digits} %"),
    }
}

/// A coordinate, to a hundredth.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text {
        "-0" => "0".to_owned(),
        text => text.to_owned(),
    }
}

/// A share of the width, 0 to 1, as a coordinate.
pub(super) fn share(value: f64) -> String {
    number(value * 100.0) + "%"
}
