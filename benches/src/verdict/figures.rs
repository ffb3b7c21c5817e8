//! The figures of a cell as text, the same in every report.

use super::document::Cell;
use super::words::{digits, percent};
use crate::evidence::Quantity;
use crate::report::{bytes, seconds};

/// What stands where there is nothing.
pub(super) const NONE: &str = "–";

/// The figures of a cell as text.
pub(super) struct Figures {
    /// The median of side A with its unit.
    pub(super) a: String,
    /// The median of side B.
    pub(super) b: String,
    /// The mean ratio A ÷ B.
    pub(super) ratio: String,
    /// The median ratio of the processes.
    pub(super) median: String,
    /// The 90 % interval in percent.
    pub(super) interval_90: String,
    /// The 95 % interval.
    pub(super) interval_95: String,
    /// The interval of the bootstrap.
    pub(super) bootstrap: String,
    /// The p-value, adjusted over the cells that were judged together.
    pub(super) p: String,
}

impl Figures {
    /// The figures of a cell.
    pub(super) fn of(cell: &Cell) -> Self {
        let estimate = cell.estimate.as_ref();
        let text = |text: Option<String>| text.unwrap_or_else(|| NONE.to_owned());
        Self {
            a: figure(cell.quantity, cell.a),
            b: figure(cell.quantity, cell.b),
            ratio: text(estimate.map(|it| ratio(it.mean))),
            median: text(estimate.map(|it| ratio(it.median))),
            interval_90: text(estimate.map(|it| interval(it.interval_90.low, it.interval_90.high))),
            interval_95: text(estimate.map(|it| interval(it.interval_95.low, it.interval_95.high))),
            bootstrap: text(
                estimate
                    .and_then(|it| it.bootstrap_95)
                    .map(|it| interval(it.low, it.high)),
            ),
            p: text(cell.judgement.map(|it| match it.adjusted_p {
                p if p < 0.0001 => "< 0.0001".to_owned(),
                p => format!("{p:.4}"),
            })),
        }
    }
}

/// The ratio of which this is the logarithm.
fn ratio(log_ratio: f64) -> String {
    match libm::exp(log_ratio) {
        ratio if (1e-3..1e6).contains(&ratio) => format!("{ratio:.4}"),
        ratio => format!("{ratio:.3e}"),
    }
}

/// A figure of a quantity with its unit.
fn figure(quantity: Quantity, value: Option<f64>) -> String {
    match (value, quantity) {
        (None, _) => NONE.to_owned(),
        (Some(value), Quantity::Peak) => bytes(value),
        (Some(value), _) => seconds(value),
    }
}

/// Both ends of an interval of log ratios, in percent.
fn interval(low: f64, high: f64) -> String {
    format!("{} to {} %", digits(percent(low)), digits(percent(high)))
}
