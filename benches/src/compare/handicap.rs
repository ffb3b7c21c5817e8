//! The control that has to be found: a program with a known handicap.

use std::hint;
use std::time::Instant;

use crate::Result;
use crate::program::{Evaluation, Program, Weights};

/// A program whose steps, epochs and predictions take longer than they need, by a share of the time that
/// each of them has just taken: whatever the machine does meanwhile, the ratio of both times is known.
///
/// It stands in the place of any other program, so what times it cannot know.
pub struct Handicapped {
    program: Box<dyn Program>,
    share: f64,
}

impl Handicapped {
    /// Handicaps a program by a share: 0.03 makes it take 1.03 times as long.
    pub fn new(program: Box<dyn Program>, share: f64) -> Self {
        Self { program, share }
    }
}

/// Does the work, and then nothing for a share of the time that it took.
pub fn handicapped<T>(share: f64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let value = work();
    let end = start.elapsed().mul_f64(1.0 + share);
    // Busy, as the delay of a slow program would be: a sleeping processor changes its speed.
    while start.elapsed() < end {
        hint::spin_loop();
    }
    value
}

impl Program for Handicapped {
    fn weights(&self) -> Result<Vec<Weights>> {
        self.program.weights()
    }

    fn set_weights(&mut self, weights: &[Weights]) -> Result<()> {
        self.program.set_weights(weights)
    }

    fn restart(&mut self) -> Result<()> {
        self.program.restart()
    }

    fn step(&mut self, rows: &[i64]) -> Result<f32> {
        handicapped(self.share, || self.program.step(rows))
    }

    fn epoch(&mut self, order: &[i64]) -> Result<f64> {
        handicapped(self.share, || self.program.epoch(order))
    }

    fn evaluate(&mut self) -> Result<Evaluation> {
        self.program.evaluate()
    }

    fn predict(&mut self, count: usize) -> Result<Vec<f32>> {
        handicapped(self.share, || self.program.predict(count))
    }
}
