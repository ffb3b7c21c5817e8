//! Random numbers for made-up experiments, from `libm` alone: the same on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of random numbers from a seed.
pub struct Source {
    random: ChaCha8Rng,
    spare: Option<f64>,
}

impl Source {
    pub fn new(seed: u64) -> Self {
        Self {
            random: ChaCha8Rng::seed_from_u64(seed),
            spare: None,
        }
    }

    /// For whoever takes a seed: another one each time.
    pub fn seed(&mut self) -> u64 {
        self.random.next_u64()
    }

    /// Above 0, at most 1.
    pub fn uniform(&mut self) -> f64 {
        ((self.random.next_u64() >> 11) + 1) as f64 / (1u64 << 53) as f64
    }

    /// A whole number below `bound`, which is small: the bias is below 1e-17.
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.random.next_u64()) * bound as u128) >> 64) as usize
    }

    pub fn coin(&mut self) -> bool {
        self.random.next_u32() & 1 == 1
    }

    /// Mean 0, variance 1: Marsaglia's polar method (1964), which gives two at a time.
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (a, b) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = a * a + b * b;
            if square > 0.0 && square < 1.0 {
                let factor = (-2.0 * libm::log(square) / square).sqrt();
                self.spare = Some(b * factor);
                return a * factor;
            }
        }
    }

    /// Mean 1, variance 1.
    pub fn exponential(&mut self) -> f64 {
        -libm::log(self.uniform())
    }
}
