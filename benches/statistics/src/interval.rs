//! Intervals and margins, both in log ratios.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// From `low` to `high`, both within; in log ratios.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// The interval that reaches `half_width` to both sides of `middle`.
    pub(crate) fn around(middle: f64, half_width: f64) -> Self {
        Self {
            low: middle - half_width,
            high: middle + half_width,
        }
    }

    /// Whether `value` lies within, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// Whether all of it lies within the margin, ends included.
    pub fn inside(&self, margin: &Margin) -> bool {
        margin.low <= self.low && self.high <= margin.high
    }

    /// Half the distance of its ends.
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }
}

/// The log ratios that count as equal. It is fixed before anything is measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Margin {
    /// The lowest log ratio that counts as equal.
    pub low: f64,
    /// The highest.
    pub high: f64,
}

impl Margin {
    /// Ratios from 1 - `percent`/100 to 1 + `percent`/100, as logarithms. Meant for percentages above 0
    /// and below 100: a negative one gives a margin that contains nothing, and from 100 on it has no
    /// lower end.
    pub fn percent(percent: f64) -> Self {
        Self {
            low: libm::log1p(-percent / 100.0),
            high: libm::log1p(percent / 100.0),
        }
    }

    /// Whether `value` lies within, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// Half the distance of its ends: what the half-width of an interval is measured by when processes
    /// are given out (see [`next_round`](crate::next_round)).
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }
}
