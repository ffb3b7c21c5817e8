//! What a process is asked, and what it answers.

use serde::{Deserialize, Serialize};

use crate::subject::Side;

/// What a process is to do: measure one program at some sizes, or one network after the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// Which program.
    pub side: Side,
    /// Where, in the order in which they are measured.
    pub points: Vec<Point>,
    /// How much is measured at each.
    pub effort: Effort,
}

/// A network and what is timed of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The model's name.
    pub model: String,
    /// What is timed.
    pub call: Call,
}

/// What is timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// A training step on so many images.
    Step(usize),
    /// An epoch over so many images.
    Epoch(usize),
}

/// How much is measured at a size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Effort {
    /// Calls are made until they have taken so many seconds together, at least one …
    pub seconds: f64,
    /// … or until there are so many.
    pub most: usize,
    /// Calls before these that do not count, in seconds.
    pub warm_up: f64,
}

impl Effort {
    /// Half a second at each size.
    pub const FULL: Self = Self {
        seconds: 0.5,
        most: 100,
        warm_up: 0.1,
    };

    /// A tenth of it.
    pub const QUICK: Self = Self {
        seconds: 0.05,
        most: 20,
        warm_up: 0.01,
    };

    /// The seconds of calls that count, after those that do not. `call` says what it took.
    ///
    /// # Errors
    /// The first error of a call.
    pub fn samples<E>(&self, mut call: impl FnMut() -> Result<f64, E>) -> Result<Vec<f64>, E> {
        let mut warm = 0.0;
        while warm < self.warm_up {
            warm += call()?;
        }
        self.counted(call)
    }

    /// The same without a warm-up.
    ///
    /// # Errors
    /// The first error of a call.
    pub fn counted<E>(&self, mut call: impl FnMut() -> Result<f64, E>) -> Result<Vec<f64>, E> {
        let mut samples = Vec::new();
        let mut total = 0.0;
        while samples.is_empty() || (total < self.seconds && samples.len() < self.most) {
            let seconds = call()?;
            total += seconds;
            samples.push(seconds);
        }
        Ok(samples)
    }
}

/// What was measured at a size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The size: images, width, layers.
    pub size: usize,
    /// Seconds of each call.
    pub seconds: Vec<f64>,
}
