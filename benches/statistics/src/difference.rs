//! The difference of two log ratios that were measured at different times.

use crate::estimate::{Estimate, Parts, process_means};
use crate::moments::{Moments, median};

/// Estimates how a log ratio has changed, `now` - `then`: one slice of samples for each process, as
/// for [`estimate`](crate::estimate).
///
/// Welch's test (1947) on the processes' means, for the two times need not have the same variance, with
/// Satterthwaite's degrees of freedom. In the result `processes` counts the side that has fewer,
/// `standard_deviation` is that of the difference between a process of each side (the standard error times
/// the root of `processes`), and `median` is the difference of the two medians. None where one side has
/// none by itself.
pub fn difference(now: &[Vec<f64>], then: &[Vec<f64>]) -> Option<Estimate> {
    let (now_means, then_means) = (process_means(now)?, process_means(then)?);
    let (a, b) = (Moments::of(&now_means), Moments::of(&then_means));
    let (va, vb) = (a.variance_of_mean(), b.variance_of_mean());
    let variance = va + vb;
    // Satterthwaite (1946), with shares in place of variances so that nothing overflows.
    let (sa, sb) = (va / variance, vb / variance);
    let shares = sa * sa / (a.count as f64 - 1.0) + sb * sb / (b.count as f64 - 1.0);
    Estimate::from_parts(Parts {
        processes: a.count.min(b.count),
        samples: now.iter().chain(then).map(Vec::len).sum(),
        mean: a.mean - b.mean,
        median: median(&now_means) - median(&then_means),
        variance_of_mean: variance,
        degrees_of_freedom: 1.0 / shares,
    })
}
