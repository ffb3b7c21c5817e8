//! What a comparison was asked to do, where, and with what.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::unit::{Instrument, Quantity};
use crate::backend::Backend;
use crate::measure::Effort;
use crate::record::{Dataset, Environment};

/// The version of the form of a bundle; a reader refuses another one.
pub const SCHEMA: &str = "neural-bench/evidence/1";

/// What is fixed before the first process starts, and never changed after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`SCHEMA`].
    pub schema: String,
    /// Where and with what the first sitting took place.
    pub environment: Environment,
    /// What every process was told.
    pub plan: crate::plan::Plan,
    /// Draws the order of the processes and the seed of each.
    pub seed: u64,
    /// The margins within which two programs count as equal.
    pub margins: Margins,
    /// How long each process measures.
    pub effort: Effort,
    /// Processes that every unit gets before widths decide.
    pub base: usize,
    /// The other revision, where this is a comparison with one.
    pub revision: Option<Revision>,
    /// The models, in the order of `dsl/`.
    pub models: Vec<String>,
    /// The backends.
    pub backends: Vec<Backend>,
    /// The libraries' own versions.
    pub libraries: BTreeMap<Backend, Library>,
    /// SHA-256 of the worker executables that measured.
    pub executables: BTreeMap<String, String>,
}

/// A library as it said of itself, and the data that was brought into its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Library {
    /// Its version.
    pub version: String,
    /// Threads that it uses.
    pub threads: usize,
    /// The data set.
    pub dataset: Dataset,
}

/// The build that this one is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Revision {
    /// As it was asked for.
    pub name: String,
    /// The commit that it stands for.
    pub commit: String,
}

/// How far a ratio may be from one and still count as equal, in percent to either side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Margins {
    /// Of times.
    pub time_percent: f64,
    /// Of memory.
    pub memory_percent: f64,
}

impl Default for Margins {
    fn default() -> Self {
        Self {
            time_percent: 2.0,
            memory_percent: 1.0,
        }
    }
}

impl Margins {
    /// The margin of a quantity in log ratios.
    pub fn of(&self, quantity: Quantity) -> neural_statistics::Margin {
        let percent = match quantity {
            Quantity::Peak => self.memory_percent,
            _ => self.time_percent,
        };
        neural_statistics::Margin::percent(percent)
    }

    /// The narrower of two margins, for times and for memory.
    #[must_use]
    pub fn narrower(&self, other: &Self) -> Self {
        Self {
            time_percent: self.time_percent.min(other.time_percent),
            memory_percent: self.memory_percent.min(other.memory_percent),
        }
    }

    /// The handicap of the control: one and a half margins, as a share of the figure that is added.
    pub fn handicap(&self, instrument: Instrument) -> f64 {
        let percent = match instrument {
            Instrument::Time => self.time_percent,
            Instrument::Memory => self.memory_percent,
        };
        libm::pow(1.0 + percent / 100.0, 1.5) - 1.0
    }
}
