//! What a contestant's process is asked, and what it answers. `benches/peers/worker.py` speaks the same way.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Contestant;
use crate::session::PREDICTIONS;

/// What a process is to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contest {
    /// The model's name.
    pub model: String,
    /// The way to train it.
    pub program: Contestant,
    /// Seed of the initial weights.
    pub seed: i64,
    /// Samples to a step.
    pub batch_size: usize,
    /// A file of weights, as JSON, in the library's layout. With one, dropout is left out, and the answer is the
    /// losses of as many steps as the effort says.
    pub weights: Option<PathBuf>,
    /// How much is measured.
    pub effort: Effort,
}

/// How much a process measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Effort {
    /// Epochs that do not count.
    pub warm_up_epochs: usize,
    /// Epochs that do.
    pub epochs: usize,
    /// Steps, after a tenth as many that do not count.
    pub steps: usize,
    /// Predictions, after a tenth as many that do not count.
    pub predictions: usize,
    /// Images of a prediction.
    pub predicted: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            warm_up_epochs: 1,
            epochs: 3,
            steps: 40,
            predictions: 40,
            predicted: PREDICTIONS,
        }
    }
}

/// What a process measured: seconds and bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figures {
    /// The library's version, as it says itself.
    pub version: String,
    /// The threads that it uses.
    pub threads: usize,
    /// What each epoch took.
    pub epochs: Vec<f64>,
    /// What each step took.
    pub steps: Vec<f64>,
    /// What each prediction took.
    pub predictions: Vec<f64>,
    /// What was resident when everything was imported and the data there, before the model was built
    /// (`VmRSS`).
    pub resident: u64,
    /// The most that was resident after that (`VmHWM`).
    pub peak: u64,
    /// What of `resident` belonged to no file (`RssAnon`).
    #[serde(default)]
    pub anonymous: Option<u64>,
    /// Pages of files that were resident in the end (`RssFile`): the code of libraries, above all.
    #[serde(default)]
    pub files: Option<u64>,
}

/// What a process has reached. The one that started it looks at the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Milestone {
    /// The library is imported, or loaded.
    Imported,
    /// The first training step is done, and its loss read.
    FirstBatch,
}
