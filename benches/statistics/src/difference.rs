//! The difference of two log ratios that were measured at different times.

use crate::estimate::{Estimate, Parts, process_means};
use crate::moments::{Moments, median};

/// Estimates how a log ratio has changed, `now` - `then`: one slice of samples for each process, as
/// for [`estimate`](crate::estimate).
///
/// The statistic is Welch's (1947) on the processes' means, for the two times need not have the same variance. Its
/// degrees of freedom are those of the side that has fewer processes: between normal samples that bounds
/// the error for every ratio of the variances (Mickey and Brown 1966). Satterthwaite's approximation (1946),
/// which gives more, was seen to err in 5.6 % where processes fall into two layouts. In the result `processes`
/// counts the side that has fewer, `standard_deviation` is that of the difference between a process of each side (the standard error times
/// the root of `processes`), and `median` is the difference of the two medians. None where one side has
/// none by itself.
pub fn difference(now: &[Vec<f64>], then: &[Vec<f64>]) -> Option<Estimate> {
    let (now_means, then_means) = (process_means(now)?, process_means(then)?);
    let (a, b) = (Moments::of(&now_means), Moments::of(&then_means));
    let processes = a.count.min(b.count);
    Estimate::from_parts(Parts {
        processes,
        samples: now.iter().chain(then).map(Vec::len).sum(),
        mean: a.mean - b.mean,
        median: median(&now_means) - median(&then_means),
        variance_of_mean: a.variance_of_mean() + b.variance_of_mean(),
        degrees_of_freedom: processes as f64 - 1.0,
    })
}
