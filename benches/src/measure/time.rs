//! Time.

use std::hint::black_box;
use std::time::Instant;

use crate::Result;
use crate::record::Samples;

/// What `work` returns, and the seconds that it took.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let value = black_box(work());
    (value, start.elapsed().as_secs_f64())
}

/// Seconds of each of `count` calls, after `warm_up` calls that do not count. What a call returns is
/// dropped outside the timing.
///
/// # Errors
/// The first error of a call.
pub fn samples<T>(
    warm_up: usize,
    count: usize,
    mut work: impl FnMut() -> Result<T>,
) -> Result<Samples> {
    for _ in 0..warm_up {
        black_box(work()?);
    }
    let mut samples = Samples(Vec::with_capacity(count));
    for _ in 0..count {
        let (value, seconds) = timed(&mut work);
        drop(value?);
        samples.0.push(seconds);
    }
    Ok(samples)
}

/// Two times in alternation, each pair as the ratio of the first to the second, sorted. Who comes first
/// changes from pair to pair, and a pair that does not count goes before.
///
/// # Errors
/// The first error of either.
pub fn ratios(
    pairs: usize,
    mut first: impl FnMut() -> Result<f64>,
    mut second: impl FnMut() -> Result<f64>,
) -> Result<Vec<f64>> {
    let mut ratios = Vec::with_capacity(pairs);
    for pair in 0..=pairs {
        let ratio = if pair % 2 == 0 {
            let time = first()?;
            time / second()?
        } else {
            let time = second()?;
            first()? / time
        };
        if pair > 0 {
            ratios.push(ratio);
        }
    }
    ratios.sort_by(f64::total_cmp);
    Ok(ratios)
}
