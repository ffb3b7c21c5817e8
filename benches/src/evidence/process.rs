//! What one process measured, as it is kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::unit::{Quantity, Unit};
use crate::measure::{Half, Series};
use crate::record::Memory;

/// One place in the run's order and what was measured there: one fresh process, or for memory one for
/// each side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Process {
    /// Its place in the order of the whole run, from 1.
    pub number: usize,
    /// The round: 0 for the base that every unit gets, then what the budget allows.
    pub round: usize,
    /// What was measured.
    pub unit: Unit,
    /// Draws the order of quantities and pairs, and which side is built first.
    pub seed: u64,
    /// The sitting: a run that was stopped and went on has several.
    pub sitting: usize,
    /// Start, in seconds since the sitting began.
    pub started_seconds: f64,
    /// From start to end, in seconds.
    pub seconds: f64,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Outcome {
    /// Samples.
    Measured(Measured),
    /// Why there are none.
    Failed(String),
}

/// The samples of a process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// Which side was built, or ran, first.
    pub first_built: Half,
    /// The natural logarithm of what the handicap multiplies side A's figure by; zero without one.
    pub handicap: f64,
    /// The pairs of each quantity, in the order in which they were measured.
    pub series: BTreeMap<Quantity, Series>,
    /// The order in which the quantities were measured.
    pub order: Vec<Quantity>,
    /// All that was counted, of A and of B, where memory was measured.
    pub memory: Option<[Memory; 2]>,
}

impl Process {
    /// The log ratios of A to B of a quantity, in the order of the pairs; none where the process failed
    /// or did not measure it.
    ///
    /// The logarithm is that of the crate `libm`, which is the same on every processor.
    pub fn log_ratios(&self, quantity: Quantity) -> Option<Vec<f64>> {
        let Outcome::Measured(measured) = &self.outcome else {
            return None;
        };
        let series = measured.series.get(&quantity)?;
        Some(
            series
                .pairs
                .iter()
                .map(|pair| libm::log(pair.a / pair.b))
                .collect(),
        )
    }
}
