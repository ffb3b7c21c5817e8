//! Random choices from a seed: the same on every machine and with every version of the libraries.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A whole number below `bound`, every one equally likely. The method is Lemire's (2019): the upper half of
/// a product, drawn again in the few cases that would favour some numbers.
///
/// Written out here, because libraries keep the right to change which numbers a seed gives.
pub(crate) fn below(random: &mut ChaCha8Rng, bound: u64) -> u64 {
    let reject_below = bound.wrapping_neg() % bound;
    loop {
        let product = u128::from(random.next_u64()) * u128::from(bound);
        if product as u64 >= reject_below {
            return (product >> 64) as u64;
        }
    }
}

/// Puts the items into an order that the seed decides, every order equally likely (Fisher and Yates, in
/// Durstenfeld's form of 1964).
pub fn shuffle<T>(seed: u64, items: &mut [T]) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for last in (1..items.len()).rev() {
        items.swap(last, below(&mut random, last as u64 + 1) as usize);
    }
}
