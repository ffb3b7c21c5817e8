//! The order in which images are seen.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// The rows `0..count` in the order of an epoch: drawn from the seed and the epoch's number, or as
/// they lie where `shuffle` is off. The same on every machine.
pub fn order(count: usize, seed: i64, epoch: usize, shuffle: bool) -> Vec<i64> {
    let mut rows: Vec<i64> = (0..count as i64).collect();
    if shuffle {
        let mut random = ChaCha8Rng::seed_from_u64(seed.cast_unsigned());
        random.set_stream(epoch as u64);
        rows.shuffle(&mut random);
    }
    rows
}
