//! What a run leaves behind: every raw figure, in the order in which it was taken.

use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Compiled, Effort, Grid, Measured, Sweep};
use crate::backend::Backend;
use crate::record::{Dataset, Environment};
use crate::report::write_atomic;
use crate::subject::Side;
use crate::{Result, results};

/// The version of the form of [`Evidence`]; a reader refuses another one.
pub const SCHEMA: &str = "neural-bench/growth/1";

/// A run of `neural-bench growth`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// [`SCHEMA`].
    pub schema: String,
    /// Where and with what it ran.
    pub environment: Environment,
    /// `quick` or `full`.
    pub profile: String,
    /// The data that was trained on.
    pub dataset: Dataset,
    /// The sizes.
    pub grid: Grid,
    /// How much is measured at each.
    pub effort: Effort,
    /// Draws weights, rows, dropout and the orders of rounds and sizes.
    pub seed: i64,
    /// Sweeps whose networks this build has not got.
    pub left_out: Vec<Sweep>,
    /// The processes in the order in which they ran.
    pub processes: Vec<Process>,
    /// The rounds of the compiler, which ran between them.
    pub compilations: Vec<Compilation>,
}

/// A program whose sizes one process measures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entrant {
    /// What grows.
    pub sweep: Sweep,
    /// The model's name; of a sweep of networks the sweep's.
    pub model: String,
    /// The library.
    pub backend: Backend,
    /// Which program.
    pub side: Side,
    /// Threads that the library may use.
    pub threads: usize,
}

impl fmt::Display for Entrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            sweep,
            model,
            backend,
            side,
            threads,
        } = self;
        write!(
            f,
            "{sweep} of {model}/{backend}, {side}, {threads} thread(s)"
        )
    }
}

/// A process that measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Process {
    /// The round, from 1.
    pub round: usize,
    /// What it measured.
    pub entrant: Entrant,
    /// The library's version, as it says itself.
    pub version: Option<String>,
    /// Its sizes in the order in which it measured them.
    pub points: Vec<Measured>,
    /// Seconds that it took in all.
    pub seconds: f64,
    /// Why it failed, where it did.
    pub failed: Option<String>,
}

/// A round of the compiler, in the process of `neural-bench` itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compilation {
    /// The round, from 1.
    pub round: usize,
    /// Its files in the order in which they were compiled.
    pub files: Vec<Compiled>,
    /// Seconds that it took in all.
    pub seconds: f64,
    /// Why it failed, where it did.
    pub failed: Option<String>,
}

impl Evidence {
    /// How many rounds were begun.
    pub fn rounds(&self) -> usize {
        let processes = self.processes.iter().map(|it| it.round);
        let compilations = self.compilations.iter().map(|it| it.round);
        processes.chain(compilations).max().unwrap_or_default()
    }

    /// How many processes and rounds of the compiler there are, the failed ones included.
    pub fn turns(&self) -> usize {
        self.processes.len() + self.compilations.len()
    }

    /// What failed, and the last line of why: what was said before it died.
    pub fn failures(&self) -> Vec<String> {
        let last = |why: &str| why.lines().last().unwrap_or_default().to_owned();
        let processes = self.processes.iter().filter_map(|process| {
            let why = last(process.failed.as_ref()?);
            Some(format!(
                "round {}, {}: {why}",
                process.round, process.entrant
            ))
        });
        let compilations = self.compilations.iter().filter_map(|compilation| {
            let why = last(compilation.failed.as_ref()?);
            Some(format!("round {}, the compiler: {why}", compilation.round))
        });
        processes.chain(compilations).collect()
    }

    /// Writes `growth.json` into a folder, whole or not at all.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        write_atomic(folder.join("growth.json"), serde_json::to_vec(self)?)
    }

    /// Reads what [`Self::write`] wrote.
    ///
    /// # Errors
    /// Where it is missing or of another form.
    pub fn read(folder: &Path) -> Result<Self> {
        results::read_kept(&folder.join("growth.json"), SCHEMA)
    }
}
