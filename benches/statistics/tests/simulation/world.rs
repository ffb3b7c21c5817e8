//! Made-up cells whose true ratio is known.

use std::fmt;

use neural_statistics::{Estimate, Margin, Verdict, estimate, verdicts};

use crate::source::Source;

/// How a process' own offset of the log ratio is distributed. All have mean 0 and variance 1, to be scaled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    Normal,
    /// Student's t with 3 degrees of freedom.
    HeavyTailed,
    /// Each side has an exponential offset of its own.
    SkewedBoth,
    /// Two places in memory, equally likely.
    Bimodal,
    /// A gamma distribution of shape 16, on one side only: skewness 0.5.
    SkewedHalf,
    /// A gamma distribution of shape 4, on one side only: skewness 1.
    SkewedOne,
    /// Two places in memory; one process in five gets the slow one, and only one side has it: skewness 1.3.
    RareLayout,
    /// An exponential distribution, on one side only: skewness 2.
    SkewedTwo,
}

/// The shapes for which the promise is made: both sides alike, hence without skew.
pub const PROMISED: [Shape; 4] = [
    Shape::Normal,
    Shape::HeavyTailed,
    Shape::SkewedBoth,
    Shape::Bimodal,
];

/// Those for which it is not: one side alone has offsets that are far out now and then.
pub const UNPROMISED: [Shape; 4] = [
    Shape::SkewedHalf,
    Shape::SkewedOne,
    Shape::RareLayout,
    Shape::SkewedTwo,
];

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Normal => "normal",
            Self::HeavyTailed => "heavy tails (t with 3 degrees of freedom)",
            Self::SkewedBoth => "both sides skewed (exponential)",
            Self::Bimodal => "two layouts, even odds",
            Self::SkewedHalf => "one side skewed, 0.5",
            Self::SkewedOne => "one side skewed, 1",
            Self::RareLayout => "slow layout in 1 of 5, one side",
            Self::SkewedTwo => "one side skewed, 2 (exponential)",
        })
    }
}

impl Shape {
    fn offset(self, source: &mut Source) -> f64 {
        match self {
            Self::Normal => source.normal(),
            Self::HeavyTailed => {
                let square: f64 = (0..3).map(|_| source.normal()).map(|x| x * x).sum();
                // Variance of t with 3 degrees of freedom is 3.
                source.normal() / square.sqrt()
            }
            Self::SkewedBoth => {
                (source.exponential() - source.exponential()) * std::f64::consts::FRAC_1_SQRT_2
            }
            Self::Bimodal => between(source, 0.5),
            Self::SkewedHalf => gamma(source, 16),
            Self::SkewedOne => gamma(source, 4),
            Self::RareLayout => between(source, 0.2),
            Self::SkewedTwo => gamma(source, 1),
        }
    }
}

fn gamma(source: &mut Source, shape: usize) -> f64 {
    let sum: f64 = (0..shape).map(|_| source.exponential()).sum();
    (sum - shape as f64) / (shape as f64).sqrt()
}

/// Two places with a little normal noise around each; `share` of the processes get the higher one.
fn between(source: &mut Source, share: f64) -> f64 {
    let spread = (share * (1.0 - share)).sqrt();
    let place = match source.uniform() <= share {
        true => (1.0 - share) / spread,
        false => -share / spread,
    };
    0.95 * place + (1.0f64 - 0.95 * 0.95).sqrt() * source.normal()
}

/// Where the samples of a cell come from. All but the share of outliers are in log units: 0.01 is 1 %.
#[derive(Clone, Copy, Debug)]
pub struct World {
    pub shape: Shape,
    /// Standard deviation of the processes' offsets.
    pub process_sd: f64,
    /// Standard deviation of one half of a pair.
    pub noise: f64,
    /// Standard deviation of the drift from a process' first half to its last.
    pub drift: f64,
    /// The share of halves that are slowed, by a factor from 1 to 3.
    pub outliers: f64,
    /// A process has from 4 to this many pairs, an even number.
    pub most_pairs: usize,
}

impl World {
    pub fn new(shape: Shape, process_sd: f64) -> Self {
        Self {
            shape,
            process_sd,
            noise: 0.02,
            drift: 0.1,
            outliers: 0.0,
            most_pairs: 20,
        }
    }

    /// With less noise in fewer pairs, so that many runs can be made up in little time: what processes differ by
    /// is what matters there.
    pub fn short(shape: Shape, process_sd: f64) -> Self {
        Self {
            noise: 0.01,
            most_pairs: 8,
            ..Self::new(shape, process_sd)
        }
    }

    /// The log ratios of one process' pairs: AB and BA in randomised blocks of two.
    pub fn process(&self, source: &mut Source, log_ratio: f64) -> Vec<f64> {
        let blocks = 2 + source.below(self.most_pairs / 2 - 1);
        let offset = log_ratio + self.process_sd * self.shape.offset(source);
        let slope = self.drift * source.normal() / (4 * blocks) as f64;
        let mut samples = Vec::with_capacity(2 * blocks);
        for _ in 0..blocks {
            let first = source.coin();
            for forward in [first, !first] {
                // The later half of a pair comes one place further along the drift.
                let drift = match forward {
                    true => slope,
                    false => -slope,
                };
                samples.push(offset + drift + self.noise_of_pair(source));
            }
        }
        samples
    }

    /// What the noise of its two halves adds to the log ratio of a pair. Without outliers it is the difference of two
    /// normal values, which is drawn as one.
    fn noise_of_pair(&self, source: &mut Source) -> f64 {
        let noise = self.noise * std::f64::consts::SQRT_2 * source.normal();
        let mut slowed = || match self.outliers > 0.0 && source.uniform() <= self.outliers {
            true => libm::log(1.0 + 2.0 * source.uniform()),
            false => 0.0,
        };
        noise + slowed() - slowed()
    }

    pub fn processes(&self, source: &mut Source, log_ratio: f64, count: usize) -> Vec<Vec<f64>> {
        (0..count)
            .map(|_| self.process(source, log_ratio))
            .collect()
    }

    /// The estimate of an experiment with `count` processes.
    pub fn estimate(&self, source: &mut Source, log_ratio: f64, count: usize) -> Estimate {
        estimate(&self.processes(source, log_ratio, count)).expect("processes with samples")
    }
}

/// The verdict on a cell that is alone.
pub fn verdict_alone(estimate: Estimate) -> Verdict {
    verdicts(&[(estimate, margin())])[0].0
}

/// The margin of time: two percent.
pub fn margin() -> Margin {
    Margin::percent(2.0)
}

/// The log of a ratio.
pub fn ratio(value: f64) -> f64 {
    libm::log(value)
}
