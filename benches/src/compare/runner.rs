//! One side of a comparison: a program, and the calls that are timed.

use std::time::{Duration, Instant};

use anyhow::bail;
use serde::{Deserialize, Serialize};

use super::handicap::handicapped;
use crate::Result;
use crate::backend::Framework;
use crate::evidence::Quantity;
use crate::program::{Program, Weights};
use crate::session::PREDICTIONS;
use crate::subject::{Side, Subject};

/// What a side is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Make ready for a quantity: the initial weights, a fresh optimiser, the first batch.
    Begin,
    /// Make calls and time them.
    Time {
        /// Of what.
        quantity: Quantity,
        /// How many.
        calls: usize,
    },
}

/// A program of a model that does what it is asked.
pub struct Runner<'s, B: Framework> {
    subject: &'s Subject<B>,
    side: Side,
    handicap: f64,
    program: Box<dyn Program>,
    initial: Vec<Weights>,
    order: Vec<i64>,
    next_batch: usize,
}

impl<'s, B: Framework> Runner<'s, B> {
    /// Builds the program of a side. What it is asked to do later takes longer by a share of its time, the
    /// handicap; zero for none.
    ///
    /// # Errors
    /// Where it cannot be built.
    pub fn new(subject: &'s Subject<B>, side: Side, handicap: f64) -> Result<Self> {
        Ok(Self {
            program: subject.build(side)?,
            subject,
            side,
            handicap,
            initial: subject.initial_weights(side),
            order: subject.order(0),
            next_batch: 0,
        })
    }

    /// Does what is asked, and says how long the timed part of it took.
    ///
    /// # Errors
    /// Where the program fails.
    pub fn obey(&mut self, command: Command) -> Result<Duration> {
        match command {
            Command::Begin => {
                self.restart()?;
                self.next_batch = 0;
                Ok(Duration::ZERO)
            }
            Command::Time { quantity, calls } => match quantity {
                Quantity::Build => self.builds(calls),
                Quantity::Step => self.steps(calls),
                Quantity::Epoch => self.epochs(calls),
                Quantity::Predict => self.predictions(calls),
                Quantity::Peak => bail!("memory is not measured by the clock"),
            },
        }
    }

    fn restart(&mut self) -> Result<()> {
        self.program.set_weights(&self.initial)?;
        self.program.restart()
    }

    /// Building; what was built goes away outside the timing.
    fn builds(&self, calls: usize) -> Result<Duration> {
        let mut built = Vec::with_capacity(calls);
        timed(self.handicap, || {
            for _ in 0..calls {
                built.push(self.subject.build(self.side)?);
            }
            Ok(())
        })
    }

    /// Training steps: on over the batches, and round again.
    fn steps(&mut self, calls: usize) -> Result<Duration> {
        let batch = self.subject.settings.batch_size;
        // The last, short batch is another step.
        let mut batches: Vec<&[i64]> = self.order.chunks_exact(batch).collect();
        if batches.is_empty() {
            batches.push(&self.order);
        }
        let (program, next) = (&mut self.program, &mut self.next_batch);
        timed(self.handicap, || {
            for _ in 0..calls {
                program.step(batches[*next % batches.len()])?;
                *next += 1;
            }
            Ok(())
        })
    }

    /// Epochs, each from the same weights and a fresh optimiser, restored outside the timing.
    fn epochs(&mut self, calls: usize) -> Result<Duration> {
        let mut time = Duration::ZERO;
        for _ in 0..calls {
            self.restart()?;
            time += timed(self.handicap, || self.program.epoch(&self.order).map(drop))?;
        }
        Ok(time)
    }

    fn predictions(&mut self, calls: usize) -> Result<Duration> {
        timed(self.handicap, || {
            for _ in 0..calls {
                self.program.predict(PREDICTIONS)?;
            }
            Ok(())
        })
    }
}

/// How long some work takes, with its handicap.
fn timed(handicap: f64, work: impl FnOnce() -> Result<()>) -> Result<Duration> {
    let start = Instant::now();
    handicapped(handicap, work)?;
    Ok(start.elapsed())
}
