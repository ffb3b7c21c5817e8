//! The estimate of one log ratio from the samples of several processes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::interval::Interval;
use crate::moments::{Moments, mean, median};
use crate::randomisation::randomisation_p;
use crate::student;
use crate::verdict::ALPHA;

/// What the samples of several processes say of a log ratio. All figures but the counts and the p-value
/// are log ratios: 0.01 is about one percent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Estimate {
    /// Processes that gave at least one sample. Of a [`difference`](crate::difference), those of the
    /// side that has fewer.
    pub processes: usize,
    /// Samples of all processes together.
    pub samples: usize,
    /// The mean over processes of each process's mean.
    pub mean: f64,
    /// The median of the processes' means.
    pub median: f64,
    /// The standard deviation between the processes' means, with one less than their number below the line.
    pub standard_deviation: f64,
    /// The processes' means do not differ at all: nothing was estimated, the mean is the value.
    pub exact: bool,
    /// The 90 % interval of the mean, of which the two one-sided tests at 5 % are made.
    pub interval_90: Interval,
    /// The 95 % interval of the mean.
    pub interval_95: Interval,
    /// Student's, two-sided, for the hypothesis that the mean is zero. Where the estimate is exact, 1 or 0.
    pub p_value: f64,
    /// That of Fisher's randomisation test, where Student's is below 5 % and there are at most 20 processes.
    pub randomisation_p: Option<f64>,
    /// The 95 % percentile interval of a hierarchical bootstrap, where one was made. It stands beside the
    /// others and decides nothing.
    pub bootstrap_95: Option<Interval>,
}

/// Estimates a log ratio: one slice of samples (log ratios of pairs) for each process. Processes without
/// samples do not count.
///
/// The processes' means are the data, and Student's t gives the intervals: n - 1 degrees of freedom for n
/// processes, however many samples each of them has (Student 1908; Kalibera and Jones 2013 for processes as the
/// highest level). None where fewer than two processes have samples, or where a sample or what
/// comes of them is not finite: a sample that is not a number is a fault of the measurement, and leaving it
/// out would be a choice that nobody sees.
pub fn estimate(processes: &[Vec<f64>]) -> Option<Estimate> {
    let means = process_means(processes)?;
    let moments = Moments::of(&means);
    let mut estimate = Estimate::from_parts(Parts {
        processes: means.len(),
        samples: processes.iter().map(Vec::len).sum(),
        mean: moments.mean,
        median: median(&means),
        variance_of_mean: moments.variance_of_mean(),
        degrees_of_freedom: means.len() as f64 - 1.0,
    })?;
    if estimate.p_value < ALPHA && !estimate.exact {
        estimate.randomisation_p = randomisation_p(&means);
    }
    Some(estimate)
}

/// [`estimate`] of what remains when a known log ratio is taken off every sample: for a control whose delay is known.
pub fn estimate_shifted(processes: &[Vec<f64>], shift: f64) -> Option<Estimate> {
    let shifted: Vec<Vec<f64>> = processes
        .iter()
        .map(|samples| samples.iter().map(|sample| sample - shift).collect())
        .collect();
    estimate(&shifted)
}

/// The mean of each process that has samples. None where there are fewer than two, or a mean is not finite.
pub(crate) fn process_means(processes: &[Vec<f64>]) -> Option<Vec<f64>> {
    let means: Vec<f64> = processes
        .iter()
        .filter(|samples| !samples.is_empty())
        .map(|samples| mean(samples))
        .collect();
    // A sample that is not finite makes its mean so too.
    (means.len() >= 2 && means.iter().all(|mean| mean.is_finite())).then_some(means)
}

/// What an estimate is made of.
pub(crate) struct Parts {
    pub processes: usize,
    pub samples: usize,
    pub mean: f64,
    pub median: f64,
    pub variance_of_mean: f64,
    pub degrees_of_freedom: f64,
}

impl Estimate {
    /// The p-value on which a verdict of a difference rests: the larger of Student's and, where it was
    /// asked for, that of the randomisation test.
    ///
    /// Corrected for thirty cells, 5 % become 0.2 %, and so far out Student's p-value holds for normal
    /// distributions only. Where processes land in one of two layouts with even odds, ten or eleven of eleven land in
    /// the same one once in 85 times, and Student calls that one in 900. The randomisation test is
    /// right for everything that is symmetric. Beyond twenty processes Student's is right enough by itself.
    pub fn tested_p(&self) -> f64 {
        self.p_value.max(self.randomisation_p.unwrap_or(0.0))
    }

    /// The estimate with its intervals and p-value; None where the figures are not finite.
    pub(crate) fn from_parts(parts: Parts) -> Option<Self> {
        let error = parts.variance_of_mean.sqrt();
        if !(parts.mean.is_finite() && error.is_finite()) {
            return None;
        }
        let exact = error == 0.0;
        let interval = |outside: f64| {
            let half_width = match exact {
                true => 0.0,
                false => student::critical(outside, parts.degrees_of_freedom) * error,
            };
            Interval::around(parts.mean, half_width)
        };
        let p_value = match exact {
            true if parts.mean == 0.0 => 1.0,
            true => 0.0,
            false => student::two_sided(parts.mean / error, parts.degrees_of_freedom),
        };
        Some(Self {
            processes: parts.processes,
            samples: parts.samples,
            mean: parts.mean,
            median: parts.median,
            standard_deviation: (parts.variance_of_mean * parts.processes as f64).sqrt(),
            exact,
            interval_90: interval(0.1),
            interval_95: interval(0.05),
            p_value,
            randomisation_p: None,
            bootstrap_95: None,
        })
    }
}
