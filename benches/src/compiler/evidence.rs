//! What a run leaves behind: every sample, in the order in which it was taken.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Beside, Stage};
use crate::backend::Backend;
use crate::record::Environment;
use crate::report::{Quantity, Source, write_atomic};
use crate::{Result, results};

/// The version of the form of [`Evidence`]; a reader refuses another one.
pub const SCHEMA: &str = "neural-bench/compiler/1";

/// A run of `neural-bench compiler`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// [`SCHEMA`].
    pub schema: String,
    /// Where and with what it ran.
    pub environment: Environment,
    /// What was compiled.
    pub texts: Vec<Text>,
    /// What could not be compiled.
    pub failures: Vec<Failure>,
    /// The Python package beside it, where that was asked for.
    pub beside: Option<Beside>,
}

/// A text that does not check, or that a target cannot express.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The file's stem.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// A text and what its stages took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// The file's stem.
    pub name: String,
    /// Bytes of the text.
    pub bytes: usize,
    /// Networks that it holds.
    pub networks: usize,
    /// Bytes of all their programs, for each target.
    pub generated: Vec<(Backend, usize)>,
    /// By stage.
    pub timings: Vec<Timing>,
}

/// What a stage took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// The stage.
    pub stage: Stage,
    /// Calls to a sample.
    pub calls: usize,
    /// Seconds of a call: a sample for each round, the mean of its calls.
    pub seconds: Vec<f64>,
}

impl Text {
    /// The samples of a stage.
    pub fn seconds(&self, stage: Stage) -> &[f64] {
        let mut timings = self.timings.iter();
        timings
            .find(|timing| timing.stage == stage)
            .map_or(&[], |timing| &timing.seconds)
    }

    /// The samples of a stage, described; none without samples.
    pub fn quantity(&self, stage: Stage) -> Option<Quantity> {
        Quantity::new(self.seconds(stage).to_vec(), Source::Record)
    }

    /// What a stage takes in multiples of another one: a sample for each round.
    pub fn relative(&self, stage: Stage, to: Stage) -> Option<Quantity> {
        let rounds = self.seconds(stage).iter().zip(self.seconds(to));
        let ratios = rounds.map(|(stage, to)| stage / to).collect();
        Quantity::new(ratios, Source::Record)
    }
}

impl Evidence {
    /// Writes `compiler.json` into a folder, whole or not at all.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        write_atomic(folder.join("compiler.json"), serde_json::to_vec(self)?)
    }

    /// Reads what [`Self::write`] wrote.
    ///
    /// # Errors
    /// Where it is missing or of another form.
    pub fn read(folder: &Path) -> Result<Self> {
        results::read_kept(&folder.join("compiler.json"), SCHEMA)
    }
}
