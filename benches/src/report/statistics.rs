//! The few statistics that a report needs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Samples of one quantity and what describes them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Quantity {
    /// The middle of the samples.
    pub median: f64,
    /// A quarter of the samples lies below.
    pub lower_quartile: f64,
    /// A quarter of the samples lies above.
    pub upper_quartile: f64,
    /// The smallest sample.
    pub minimum: f64,
    /// The largest sample.
    pub maximum: f64,
    /// Where the samples lie.
    pub source: Source,
    /// The samples, in the order in which they were taken.
    pub samples: Vec<f64>,
}

/// Where samples come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The run's record.
    Record,
    /// Criterion's folder.
    Criterion,
}

impl Quantity {
    /// Describes samples; none if there are none, or one that is no finite number.
    pub fn new(samples: Vec<f64>, source: Source) -> Option<Self> {
        if samples.is_empty() || !samples.iter().all(|sample| sample.is_finite()) {
            return None;
        }
        let mut sorted = samples.clone();
        sorted.sort_by(f64::total_cmp);
        Some(Self {
            median: quantile(&sorted, 0.5),
            lower_quartile: quantile(&sorted, 0.25),
            upper_quartile: quantile(&sorted, 0.75),
            minimum: sorted[0],
            maximum: sorted[sorted.len() - 1],
            source,
            samples,
        })
    }

    /// How far the samples lie apart: their quartiles; of fewer than four samples the smallest and
    /// the largest; none of a single one.
    pub fn spread(&self) -> Option<(f64, f64)> {
        match self.samples.len() {
            0 | 1 => None,
            2 | 3 => Some((self.minimum, self.maximum)),
            _ => Some((self.lower_quartile, self.upper_quartile)),
        }
    }
}

/// The quantile of sorted samples, interpolated between neighbours: the default of R and NumPy.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let position = share * (sorted.len() - 1) as f64;
    let below = position.floor() as usize;
    let above = position.ceil() as usize;
    // Halves of a sum, not steps of a difference, so that the median is exactly the usual one.
    let weight = position - below as f64;
    sorted[below] * (1.0 - weight) + sorted[above] * weight
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(samples: &[f64]) -> [f64; 5] {
        let quantity = Quantity::new(samples.to_vec(), Source::Record).expect("samples");
        [
            quantity.minimum,
            quantity.lower_quartile,
            quantity.median,
            quantity.upper_quartile,
            quantity.maximum,
        ]
    }

    #[test]
    fn quartiles_are_those_of_numpy() {
        assert_eq!(described(&[3.0]), [3.0; 5]);
        assert_eq!(described(&[4.0, 1.0]), [1.0, 1.75, 2.5, 3.25, 4.0]);
        assert_eq!(
            described(&[5.0, 1.0, 4.0, 2.0, 3.0]),
            [1.0, 2.0, 3.0, 4.0, 5.0]
        );
    }

    #[test]
    fn nothing_is_said_without_finite_samples() {
        assert_eq!(Quantity::new(Vec::new(), Source::Record), None);
        assert_eq!(Quantity::new(vec![1.0, f64::NAN], Source::Record), None);
    }
}
