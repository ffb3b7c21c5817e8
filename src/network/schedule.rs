//! Learning rates that change from step to step.

/// A learning rate as a function of the step, counted from 0; formulas and defaults are Keras'.
#[derive(Debug, Clone, PartialEq)]
pub enum Schedule {
    /// `initial · rate^(step / steps)`
    ExponentialDecay {
        /// The first rate.
        initial: f64,
        /// In how many steps it falls by `rate`.
        steps: u64,
        /// What it falls by.
        rate: f64,
        /// Whether `step / steps` is rounded down; false.
        staircase: bool,
    },
    /// `initial / (1 + rate · step / steps)`
    InverseTimeDecay {
        /// The first rate.
        initial: f64,
        /// The unit of time.
        steps: u64,
        /// How fast it falls.
        rate: f64,
        /// Whether `step / steps` is rounded down; false.
        staircase: bool,
    },
    /// `values[i]` up to and including step `boundaries[i]`, the last one from then on.
    PiecewiseConstantDecay {
        /// Increasing steps.
        boundaries: Vec<i64>,
        /// One more than boundaries.
        values: Vec<f64>,
    },
    /// `(initial - end) · (1 - step / steps)^power + end`
    PolynomialDecay {
        /// The first rate.
        initial: f64,
        /// When it has fallen to `end`.
        steps: u64,
        /// The last rate; 0.0001.
        end: f64,
        /// 1 is a straight line; 1.
        power: f64,
        /// Whether it begins again with a multiple of `steps` where it has ended; false.
        cycle: bool,
    },
    /// `(top - alpha · top) · (1 + cos(π · step / steps)) / 2 + alpha · top`, behind a warm-up that
    /// rises in a straight line; without one `top` is `initial`.
    CosineDecay {
        /// The first rate.
        initial: f64,
        /// In how many steps behind the warm-up it falls.
        steps: u64,
        /// The share of the top that remains; 0.
        alpha: f64,
        /// The top that the warm-up rises to.
        warmup_target: Option<f64>,
        /// How long the warm-up takes; 0.
        warmup_steps: u64,
    },
}

impl Schedule {
    /// The name as the language writes it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::ExponentialDecay { .. } => "ExponentialDecay",
            Self::InverseTimeDecay { .. } => "InverseTimeDecay",
            Self::PiecewiseConstantDecay { .. } => "PiecewiseConstantDecay",
            Self::PolynomialDecay { .. } => "PolynomialDecay",
            Self::CosineDecay { .. } => "CosineDecay",
        }
    }

    /// The rate of the first step.
    pub fn initial(&self) -> f64 {
        match self {
            Self::ExponentialDecay { initial, .. }
            | Self::InverseTimeDecay { initial, .. }
            | Self::PolynomialDecay { initial, .. }
            | Self::CosineDecay { initial, .. } => *initial,
            Self::PiecewiseConstantDecay { values, .. } => values[0],
        }
    }
}
