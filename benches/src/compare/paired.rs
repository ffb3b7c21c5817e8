//! What is timed of two sides: every quantity, in pairs.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::Context;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::runner::{Command, Runner};
use crate::Result;
use crate::backend::Framework;
use crate::evidence::{Measured, Quantity};
use crate::measure::{Effort, Half, pairs};
use crate::subject::{Side, Subject};

/// What is to be timed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pairing {
    /// The program of side A; side B is the twin where both are in one process.
    pub side: Side,
    /// What side A is handicapped by, as a share of its time; zero for no handicap.
    pub handicap: f64,
    /// Draws the order of quantities and pairs, and which side is built first.
    pub seed: u64,
    /// How long is measured.
    pub effort: Effort,
}

/// The random choices of a process.
pub struct Draw {
    /// Which side is built first: it decides where the weights lie as long as the process lives.
    pub first_built: Half,
    /// The order of the quantities.
    pub order: Vec<Quantity>,
    random: ChaCha8Rng,
}

impl Draw {
    /// Draws from a seed.
    pub fn new(seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let first_built = match random.random() {
            true => Half::A,
            false => Half::B,
        };
        let mut order = Quantity::TIMES.to_vec();
        order.shuffle(&mut random);
        Self {
            first_built,
            order,
            random,
        }
    }
}

/// Times both sides of a model in this process.
///
/// # Errors
/// Where a program cannot be built or fails.
pub fn in_one_process<B: Framework>(
    subject: &Subject<B>,
    pairing: &Pairing,
    start: Instant,
) -> Result<Measured> {
    let draw = Draw::new(pairing.seed);
    let build_a = || Runner::new(subject, pairing.side, pairing.handicap);
    let build_b = || Runner::new(subject, Side::Handwritten, 0.0);
    let (mut a, mut b) = match draw.first_built {
        Half::A => {
            let a = build_a()?;
            (a, build_b()?)
        }
        Half::B => {
            let b = build_b()?;
            (build_a()?, b)
        }
    };
    time(pairing, draw, start, |half, command| match half {
        Half::A => a.obey(command),
        Half::B => b.obey(command),
    })
}

/// Times every quantity of two sides that do what they are asked.
///
/// # Errors
/// Where a side fails.
pub fn time(
    pairing: &Pairing,
    draw: Draw,
    start: Instant,
    mut ask: impl FnMut(Half, Command) -> Result<Duration>,
) -> Result<Measured> {
    let Draw {
        first_built,
        order,
        mut random,
    } = draw;
    let mut series = BTreeMap::new();
    for &quantity in &order {
        let measured = (|| {
            ask(Half::A, Command::Begin)?;
            ask(Half::B, Command::Begin)?;
            pairs(&pairing.effort, &mut random, start, |half, calls| {
                ask(half, Command::Time { quantity, calls })
            })
        })();
        series.insert(quantity, measured.with_context(|| quantity.to_string())?);
    }
    Ok(Measured {
        first_built,
        handicap: libm::log1p(pairing.handicap),
        series,
        order,
        memory: None,
    })
}
