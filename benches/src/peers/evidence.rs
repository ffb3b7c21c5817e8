//! What a run leaves behind: every raw figure, in the order in which it was taken.

use std::fmt;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Contestant, Effort, Figures};
use crate::backend::Backend;
use crate::record::{Dataset, Environment, Plan};
use crate::report::write_atomic;
use crate::{Result, results};

/// The version of the form of [`Evidence`]; a reader refuses another one.
pub const SCHEMA: &str = "neural-bench/peers/1";

/// A run of `neural-bench peers`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// [`SCHEMA`].
    pub schema: String,
    /// Where and with what it ran.
    pub environment: Environment,
    /// The version of Python.
    pub python: String,
    /// What was asked for.
    pub plan: Plan,
    /// The data that was trained on.
    pub dataset: Dataset,
    /// How much each process measures.
    pub effort: Effort,
    /// Draws the order of each round.
    pub seed: u64,
    /// What was shown before anything was timed.
    pub proofs: Vec<Proof>,
    /// The processes in the order in which they ran.
    pub processes: Vec<Process>,
}

/// A contestant with a model on a library.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Entrant {
    /// The model's name.
    pub model: String,
    /// The library.
    pub backend: Backend,
    /// The way to train it.
    pub contestant: Contestant,
}

impl fmt::Display for Entrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}, {}", self.model, self.backend, self.contestant)
    }
}

/// Whether a contestant trains the same network as the generated program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Proof {
    /// The contestant.
    pub entrant: Entrant,
    /// Whether it does.
    pub same: bool,
    /// What was compared, or the first difference.
    pub detail: String,
}

/// A process that trained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Process {
    /// The round, from 1.
    pub round: usize,
    /// The contestant.
    pub entrant: Entrant,
    /// Seconds from its start until everything was imported.
    pub imported: Option<f64>,
    /// Seconds from its start until the first training step was done.
    pub first_batch: Option<f64>,
    /// Seconds that it took in all.
    pub seconds: f64,
    /// What it measured.
    pub figures: Option<Figures>,
    /// Why it failed, where it did.
    pub failed: Option<String>,
}

impl Evidence {
    /// Writes `peers.json` into a folder, whole or not at all.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        write_atomic(folder.join("peers.json"), serde_json::to_vec(self)?)
    }

    /// Reads what [`Self::write`] wrote.
    ///
    /// # Errors
    /// Where it is missing or of another form.
    pub fn read(folder: &Path) -> Result<Self> {
        results::read_kept(&folder.join("peers.json"), SCHEMA)
    }
}
