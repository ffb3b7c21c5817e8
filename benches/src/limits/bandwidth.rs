//! How fast memory is.

use std::hint::black_box;
use std::sync::Barrier;
use std::thread;
use std::time::Instant;

use crate::record::Samples;

/// Bytes that a sample moves at least, so that starting threads does not show.
const BYTES: usize = 1 << 28;

/// Samples.
const SAMPLES: usize = 5;

/// Bytes a second that `a += s * b` moves, over arrays of so many bytes together: both are read, one is
/// written. Arrays as large as a cache are as fast as the cache.
pub fn bandwidth(bytes: usize, threads: usize) -> f64 {
    let values = (bytes / 2 / size_of::<f32>() / threads).max(1);
    let moved = 3 * size_of::<f32>() * values * threads;
    let passes = BYTES.div_ceil(moved);
    let samples = (0..SAMPLES).map(|_| (passes * moved) as f64 / seconds(values, passes, threads));
    Samples(samples.collect())
        .median()
        .expect("there are samples")
}

/// Seconds of the slowest thread for so many passes over arrays of its own.
fn seconds(values: usize, passes: usize, threads: usize) -> f64 {
    let together = Barrier::new(threads);
    thread::scope(|scope| {
        let work = || {
            let (mut a, b) = (vec![0.0f32; values], vec![1.0f32; values]);
            pass(&mut a, &b);
            together.wait();
            let start = Instant::now();
            for _ in 0..passes {
                pass(black_box(&mut a), black_box(&b));
            }
            start.elapsed().as_secs_f64()
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().expect("nothing in it panics"))
            .fold(0.0, f64::max)
    })
}

fn pass(a: &mut [f32], b: &[f32]) {
    for (a, b) in a.iter_mut().zip(b) {
        *a += 0.5 * b;
    }
}
