//! Controls: cells whose answer is known before.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::estimate::Estimate;
use crate::holm::holm;
use crate::interval::Margin;
use crate::verdict::{ALPHA, Judgement, judge};

/// What is left of a known log ratio by rounding, when it is taken off samples that have it exactly.
/// Nothing that is measured is as fine as that: it would be a millisecond in thirty years.
const ROUNDING: f64 = 1e-12;

/// Judges a run's controls of a program against itself, as [`judge`] does other cells, with Holm's
/// correction over all that are given: those of one run belong together. A verdict of
/// [difference](crate::Verdict::is_difference) is a fault of the instrument.
pub fn same(controls: &[(Estimate, Margin)]) -> Vec<Judgement> {
    judge(controls)
}

/// Whether a delay that was added was found again.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Recovery {
    /// The 95 % interval, unadjusted, contains the delay. In a sound run one in twenty does not.
    pub contained: bool,
    /// The p-value of what is left when the delay is taken off, adjusted over the run's delayed controls.
    pub adjusted_p: f64,
    /// What is left differs from nothing even after the adjustment: a fault of the instrument.
    pub missed: bool,
    /// The 95 % interval of what was measured, the delay included, leaves out none at all. Where it does not, a delay
    /// that was never measured could not be told from one that was, and nothing is shown.
    pub told_from_none: bool,
}

impl Recovery {
    /// Whether the delay was found again: what was measured is told from none, and not from the delay.
    pub fn found(&self) -> bool {
        self.told_from_none && !self.missed
    }
}

/// For a run's delayed controls, whether each delay was found again. Each is an estimate of what is left when
/// the known delay is taken off ([`estimate_shifted`](crate::estimate_shifted)), and that delay; Holm's correction is over
/// all that are given.
///
/// A mean of less than 1e-12 counts as nothing left, for where there is no variance rounding would be taken for a miss.
pub fn recovered(remainders: &[(Estimate, f64)]) -> Vec<Recovery> {
    let p_values: Vec<f64> = remainders
        .iter()
        .map(|(estimate, _)| match estimate.mean.abs() < ROUNDING {
            true => 1.0,
            false => estimate.tested_p(),
        })
        .collect();
    holm(&p_values)
        .into_iter()
        .zip(remainders)
        .map(|(adjusted_p, (estimate, delay))| Recovery {
            contained: estimate.mean.abs() < ROUNDING || estimate.interval_95.contains(0.0),
            adjusted_p,
            missed: adjusted_p < ALPHA,
            told_from_none: !estimate.interval_95.contains(-delay),
        })
        .collect()
}
