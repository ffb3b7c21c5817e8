//! How well a rate is known that was counted.

use crate::beta::regularised_beta;
use crate::interval::Interval;

/// The interval of Clopper and Pearson (1934) for the rate behind `count` of `trials`: outside it, on either side,
/// lies at most half of what `confidence` leaves (0.99 leaves 0.01). Rates are between 0 and 1.
///
/// The ends are quantiles of beta distributions, found by halving. A `count` above `trials` is taken for `trials`.
pub fn proportion(count: u64, trials: u64, confidence: f64) -> Interval {
    let (k, n) = (count.min(trials) as f64, trials as f64);
    let outside = (1.0 - confidence) / 2.0;
    let low = match k {
        0.0 => 0.0,
        _ => quantile(outside, k, n - k + 1.0),
    };
    let high = match n - k {
        0.0 => 1.0,
        _ => quantile(1.0 - outside, k + 1.0, n - k),
    };
    Interval { low, high }
}

/// The x with I_x(a, b) = p.
fn quantile(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        match regularised_beta(middle, 1.0 - middle, a, b) < p {
            true => low = middle,
            false => high = middle,
        }
    }
    (low + high) / 2.0
}
