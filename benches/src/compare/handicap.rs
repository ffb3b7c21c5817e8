//! The control that has to be found: a side with a known handicap.

use std::time::Instant;

/// Does the work, and then nothing for a share of the time that it took: 0.03 makes it take 1.03 times as
/// long, whatever the machine does meanwhile. No share, no delay.
///
/// The delay comes once, behind all calls of a half. Behind each call it would be in the way of the next one,
/// which then took longer than it has to: of predictions of 1.6 ms the handicap was found to be 4.5 % in place
/// of 3.0 %.
pub(super) fn handicapped<T>(share: f64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let value = work();
    let end = start.elapsed().mul_f64(1.0 + share);
    // Busy, as a slow program would be: a sleeping processor changes its speed.
    while start.elapsed() < end {}
    value
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_handicap_is_a_share_of_what_the_work_took() {
        let work = || {
            let start = Instant::now();
            thread::sleep(Duration::from_millis(20));
            start.elapsed()
        };
        let start = Instant::now();
        let slept = handicapped(0.5, work);
        assert!(start.elapsed() >= slept.mul_f64(1.5));
    }
}
