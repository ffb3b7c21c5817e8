//! Two sides of a comparison, timed in alternation.
//!
//! One half of a pair is side A, the other is side B, one directly after the other, so that a slow
//! moment of the machine falls on both. Pairs come in blocks of two, one that begins with A and one
//! that begins with B, in random order: whatever drifts steadily, or favours who comes second, cancels
//! within a block.

use std::time::{Duration, Instant};

use neural_statistics::mann_kendall;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::Result;

/// One side of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Half {
    /// The side whose figure is divided.
    A,
    /// The side that it is divided by.
    B,
}

/// A figure of each side, taken one directly after the other.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// Which side came first.
    pub first: Half,
    /// When the pair began, in seconds since the process opened its session.
    pub at: f64,
    /// The figure of A: seconds of a call, or bytes.
    pub a: f64,
    /// The figure of B.
    pub b: f64,
}

/// The pairs of one quantity in one process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Calls to each half of a pair; its figure is their mean.
    pub calls: usize,
    /// Whether the drift test passed before the warm-up reached its cap.
    pub settled: bool,
    /// Pairs that do not count.
    pub warm_up: Vec<Pair>,
    /// Pairs that count.
    pub pairs: Vec<Pair>,
}

/// How long is measured.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effort {
    /// A half of a pair makes calls for at least so many seconds.
    pub half_seconds: f64,
    /// Pairs are taken for at least so many seconds …
    pub seconds: f64,
    /// … but never fewer than this, an even number …
    pub fewest_pairs: usize,
    /// … and never more than this, an even number.
    pub most_pairs: usize,
    /// Pairs before the drift test is asked for the first time.
    pub fewest_warm_up_pairs: usize,
    /// A warm-up ends here whatever the drift test says.
    pub most_warm_up_pairs: usize,
    /// And here, in seconds.
    pub most_warm_up_seconds: f64,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            half_seconds: 0.01,
            seconds: 1.0,
            fewest_pairs: 4,
            most_pairs: 20,
            fewest_warm_up_pairs: 3,
            most_warm_up_pairs: 20,
            most_warm_up_seconds: 10.0,
        }
    }
}

/// The drift test looks at so many of the last halves.
const WINDOW: usize = 10;

/// A trend is seen where the test's p-value lies below this.
const TREND: f64 = 0.05;

/// Calls to a half of a pair, at most: what is so fast is dispatch alone.
const MOST_CALLS: usize = 10_000;

/// Warms up and times pairs. `half` makes that many calls of a side and returns the seconds that they
/// took together; both sides are asked for the same calls in the same sequence.
///
/// # Errors
/// The first error of a call.
pub fn pairs(
    effort: &Effort,
    random: &mut ChaCha8Rng,
    start: Instant,
    mut half: impl FnMut(Half, usize) -> Result<Duration>,
) -> Result<Series> {
    let mut pair = |first: Half, calls: usize| -> Result<Pair> {
        let at = start.elapsed().as_secs_f64();
        let mut of = |side| half(side, calls).map(|time| time.as_secs_f64() / calls as f64);
        let (a, b) = match first {
            Half::A => {
                let a = of(Half::A)?;
                (a, of(Half::B)?)
            }
            Half::B => {
                let b = of(Half::B)?;
                (of(Half::A)?, b)
            }
        };
        Ok(Pair { first, at, a, b })
    };

    // The first call of a side makes what is made once; the second says how long one takes.
    let mut warm_up = Vec::new();
    let warm = Instant::now();
    for first in block(random) {
        warm_up.push(pair(first, 1)?);
    }
    let last = warm_up[1];
    let fastest = last.a.min(last.b).max(1e-9);
    let calls = ((effort.half_seconds / fastest).ceil() as usize).clamp(1, MOST_CALLS);

    // A mean over other calls is another figure: the test sees none of the first pairs, unless a call is
    // as long as a half.
    let mut tested = if calls == 1 {
        warm_up.clone()
    } else {
        Vec::new()
    };
    let mut settled = false;
    let mut turns = block(random).into_iter();
    while !settled
        && warm_up.len() < effort.most_warm_up_pairs
        && (warm_up.len() < effort.fewest_warm_up_pairs
            || warm.elapsed().as_secs_f64() < effort.most_warm_up_seconds)
    {
        let first = match turns.next() {
            Some(first) => first,
            None => {
                turns = block(random).into_iter();
                continue;
            }
        };
        let next = pair(first, calls)?;
        warm_up.push(next);
        tested.push(next);
        settled = tested.len() >= effort.fewest_warm_up_pairs && !drifts(&tested);
    }

    let mut counted = Vec::new();
    let measuring = Instant::now();
    while counted.len() < effort.fewest_pairs
        || (counted.len() < effort.most_pairs && measuring.elapsed().as_secs_f64() < effort.seconds)
    {
        for first in block(random) {
            counted.push(pair(first, calls)?);
        }
    }
    Ok(Series {
        calls,
        settled,
        warm_up,
        pairs: counted,
    })
}

/// Who comes first in the two pairs of a block.
fn block(random: &mut ChaCha8Rng) -> [Half; 2] {
    if random.random() {
        [Half::A, Half::B]
    } else {
        [Half::B, Half::A]
    }
}

/// Whether the last halves get slower or faster. Each side is looked at in multiples of its own mean,
/// for one may be slower than the other throughout.
fn drifts(pairs: &[Pair]) -> bool {
    let last = &pairs[pairs.len().saturating_sub(WINDOW / 2)..];
    let count = last.len() as f64;
    let mean_a = last.iter().map(|pair| pair.a).sum::<f64>() / count;
    let mean_b = last.iter().map(|pair| pair.b).sum::<f64>() / count;
    let halves: Vec<f64> = last
        .iter()
        .flat_map(|pair| {
            let (a, b) = (pair.a / mean_a, pair.b / mean_b);
            match pair.first {
                Half::A => [a, b],
                Half::B => [b, a],
            }
        })
        .collect();
    mann_kendall(&halves) < TREND
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    /// Sides that take what a function of the call's number says, without waiting for it.
    fn measured(effort: &Effort, seconds: impl Fn(Half, usize) -> f64) -> Series {
        let mut random = ChaCha8Rng::seed_from_u64(7);
        let mut number = 0;
        pairs(effort, &mut random, Instant::now(), |side, calls| {
            let time: f64 = (0..calls).map(|_| seconds(side, number)).sum();
            number += 1;
            Ok(Duration::from_secs_f64(time))
        })
        .expect("nothing fails")
    }

    #[test]
    fn every_block_has_both_orders_and_the_figures_are_of_one_call() {
        let effort = Effort::default();
        let series = measured(&effort, |side, _| match side {
            Half::A => 0.002,
            Half::B => 0.001,
        });
        assert_eq!(series.calls, 10);
        assert_eq!(series.pairs.len(), effort.most_pairs);
        for block in series.pairs.chunks(2) {
            assert_ne!(block[0].first, block[1].first);
        }
        for pair in &series.pairs {
            assert!(
                (pair.a - 0.002).abs() < 1e-8 && (pair.b - 0.001).abs() < 1e-8,
                "{pair:?}"
            );
        }
        let orders: Vec<Half> = series.pairs.chunks(2).map(|block| block[0].first).collect();
        assert!(orders.contains(&Half::A) && orders.contains(&Half::B));
    }

    #[test]
    fn a_warm_up_goes_on_while_it_gets_faster() {
        let effort = Effort {
            half_seconds: 0.0,
            ..Effort::default()
        };
        let steady = measured(&effort, |_, _| 0.001);
        assert!(steady.settled);
        assert_eq!(steady.warm_up.len(), effort.fewest_warm_up_pairs);
        // Thirty halves that get faster, then none.
        let warming = measured(&effort, |_, number| {
            0.001 + 0.0001 * 30usize.saturating_sub(number) as f64
        });
        assert!(warming.settled);
        assert!(warming.warm_up.len() >= 15, "{}", warming.warm_up.len());
        let never = measured(&effort, |_, number| 1.0 / (number + 1) as f64);
        assert!(!never.settled);
        assert_eq!(never.warm_up.len(), effort.most_warm_up_pairs);
    }
}
