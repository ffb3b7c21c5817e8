//! Verdicts on cells.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::estimate::Estimate;
use crate::holm::holm;
use crate::interval::{Interval, Margin};
use crate::student;

/// The chance of a false verdict that is accepted: each of the two one-sided tests for EQUIVALENT is made at
/// this level, and so are all tests for a difference together.
pub const ALPHA: f64 = 0.05;

/// Below this number of processes nothing is decided, whatever the figures say: too few to see how
/// much processes differ.
pub const MIN_PROCESSES: usize = 10;

/// The least p-value that the randomisation test can give: 2^(1 - processes).
fn least_p(processes: u64) -> f64 {
    libm::scalbn(1.0, 1 - processes.min(1_000) as i32)
}

/// The fewest processes with which a single cell among so many `cells`, or a control among so many
/// controls, can be found different; never fewer than [`MIN_PROCESSES`]. A run should begin with no fewer: 11 for thirty cells.
pub fn fewest_processes(cells: usize) -> usize {
    let mut processes = MIN_PROCESSES;
    while least_p(processes as u64) >= ALPHA / cells.max(1) as f64 {
        processes += 1;
    }
    processes
}

/// Where a judgement says how many processes it would take, more than these count as never.
const MOST_PROCESSES: u64 = 1_000_000;

/// What is said of one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The ratio lies within the margin.
    Equivalent,
    /// The ratio is below 1.
    Less,
    /// The ratio is above 1.
    More,
    /// The samples do not say.
    Inconclusive,
}

impl Verdict {
    /// Whether it says that there is a difference: [`Self::Less`] or [`Self::More`].
    pub fn is_difference(self) -> bool {
        matches!(self, Self::Less | Self::More)
    }
}

/// A verdict with what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The p-value of the difference, adjusted over all cells that were judged together.
    pub adjusted_p: f64,
    /// Of an inconclusive cell: how many processes in all would decide it if its mean and standard deviation
    /// stayed as they are. None where more than a million would be needed, and for other verdicts.
    pub needed: Option<u64>,
}

/// Judges cells that are read together, each with its margin. In this order:
///
/// 1. fewer than [`MIN_PROCESSES`] processes: inconclusive;
/// 2. the 90 % interval lies inside the margin: equivalent. These are two one-sided tests, each at 5 %
///    (Schuirmann 1987; Lakens 2017). They need no correction, since every cell has its own claim;
/// 3. the p-value, [`Estimate::tested_p`], adjusted by [`holm`] over all these cells, is below 5 %: less or more;
/// 4. else inconclusive, and [`Judgement::needed`].
pub fn judge(cells: &[(Estimate, Margin)]) -> Vec<Judgement> {
    verdicts(cells)
        .into_iter()
        .zip(cells)
        .map(|((verdict, adjusted_p), (estimate, margin))| Judgement {
            verdict,
            adjusted_p,
            needed: match verdict {
                Verdict::Inconclusive => needed(estimate, margin, cells.len()),
                _ => None,
            },
        })
        .collect()
}

/// The verdicts of [`judge`] and the adjusted p-values, without the search for the number of processes
/// that is needed, which takes most of its time.
pub fn verdicts(cells: &[(Estimate, Margin)]) -> Vec<(Verdict, f64)> {
    let p_values: Vec<f64> = cells.iter().map(|(cell, _)| cell.tested_p()).collect();
    let verdict = |estimate: &Estimate, margin: &Margin, adjusted_p: f64| {
        if estimate.processes < MIN_PROCESSES {
            Verdict::Inconclusive
        } else if estimate.interval_90.inside(margin) {
            Verdict::Equivalent
        } else if adjusted_p < ALPHA && estimate.mean < 0.0 {
            Verdict::Less
        } else if adjusted_p < ALPHA {
            Verdict::More
        } else {
            Verdict::Inconclusive
        }
    };
    holm(&p_values)
        .into_iter()
        .zip(cells)
        .map(|(adjusted_p, (estimate, margin))| (verdict(estimate, margin, adjusted_p), adjusted_p))
        .collect()
}

/// Whether "no overhead" may be said of a suite, from the verdicts of its primary cells: all of them are
/// equivalent or less. False for no cells.
///
/// An intersection-union test (Berger 1982): the claim is false if a single cell's is, and for that cell alone a false
/// verdict has a chance of 5 % at most. So it needs no correction, however many cells there are.
pub fn no_overhead(primary: &[Verdict]) -> bool {
    let fine = |verdict: &Verdict| matches!(verdict, Verdict::Equivalent | Verdict::Less);
    !primary.is_empty() && primary.iter().all(fine)
}

/// The smallest number of processes with which one of the verdicts would be reached if mean and
/// standard deviation stayed as they are. For a difference the p-value has to pass the strictest of
/// Holm's steps, for nobody knows what the other cells will be.
fn needed(estimate: &Estimate, margin: &Margin, cells: usize) -> Option<u64> {
    let half_width = |outside: f64, processes: u64| {
        let n = processes as f64;
        match estimate.exact {
            true => 0.0,
            false => student::critical(outside, n - 1.0) * estimate.standard_deviation / n.sqrt(),
        }
    };
    // Half-widths shrink as processes are added, so each of these stays true once it is.
    let decided = |processes: u64| {
        let equivalence = half_width(2.0 * ALPHA, processes);
        let strictest = ALPHA / cells as f64;
        let difference = half_width(strictest, processes);
        let enough = estimate.exact || least_p(processes) < strictest;
        Interval::around(estimate.mean, equivalence).inside(margin)
            || enough && estimate.mean.abs() > difference
    };
    let present = estimate.processes as u64;
    let mut low = (MIN_PROCESSES as u64).max(present + 1);
    if decided(low) {
        return Some(low);
    }
    let mut high = low;
    while !decided(high) {
        if high >= MOST_PROCESSES {
            return None;
        }
        low = high;
        high = (high * 2).min(MOST_PROCESSES);
    }
    while high - low > 1 {
        let middle = low.midpoint(high);
        match decided(middle) {
            true => high = middle,
            false => low = middle,
        }
    }
    Some(high)
}
