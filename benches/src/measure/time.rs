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
