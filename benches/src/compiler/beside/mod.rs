//! This compiler beside the Python package of the language, `neural-dsl`.
//!
//! Processes of both sides in alternation are asked the same: to compile some texts over and over, after a warm-up, and
//! to give what each time took. `benches/peers/neural_dsl.py` is the package's side, [`answer`] this suite's.

mod alternate;
mod answer;
mod ratios;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use alternate::alternate;
pub use answer::answer;
pub use ratios::{Ratio, ratios};

use super::Source;

/// What a process is asked, as JSON in its argument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The texts.
    pub texts: Vec<Source>,
    /// How long.
    pub effort: Effort,
}

/// How long a process works. Each round makes every output of every text once.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Effort {
    /// Seconds of rounds that do not count.
    pub warm_up: f64,
    /// Seconds of rounds that do; a round that has begun is ended.
    pub seconds: f64,
    /// Rounds after which it ends sooner.
    pub rounds: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            warm_up: 1.0,
            seconds: 5.0,
            rounds: 200,
        }
    }
}

/// What is made of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Output {
    /// The model: a dictionary of the package's, a checked network of ours.
    Model,
    /// A program for PyTorch, from the text on.
    Torch,
    /// A program for TensorFlow, from the text on.
    Tensorflow,
}

impl Output {
    /// Every output.
    pub const ALL: [Output; 3] = [Output::Model, Output::Torch, Output::Tensorflow];
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Model => "text to model",
            Self::Torch => "text to program, PyTorch",
            Self::Tensorflow => "text to program, TensorFlow",
        })
    }
}

/// What a process answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Whose they are, with the version.
    pub compiler: String,
    /// One for each output of each text.
    pub made: Vec<Made>,
}

/// An output of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Made {
    /// The text's name.
    pub text: String,
    /// What was made.
    pub output: Output,
    /// Characters of the program; none of a model.
    pub characters: Option<usize>,
    /// Seconds of each time.
    pub seconds: Vec<f64>,
}

/// Whose process it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// This compiler.
    Ours,
    /// The Python package.
    Package,
}

/// A process and its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// The round, from 1.
    pub round: usize,
    /// Whose it was.
    pub side: Side,
    /// What it answered.
    pub figures: Option<Figures>,
    /// Why it failed, where it did.
    pub failed: Option<String>,
}

/// Both sides in alternation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Beside {
    /// The version of Python.
    pub python: String,
    /// What each process was asked.
    pub request: Request,
    /// The processes in the order in which they ran.
    pub attempts: Vec<Attempt>,
}
