//! What is compared.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::backend::Backend;

/// A figure of a program that is compared.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Quantity {
    /// Time from nothing to a program that can train; the library is loaded.
    Build,
    /// Time of one training step on a batch, gathering it included.
    Step,
    /// Time of one pass over the training images, from the same weights each time.
    Epoch,
    /// Time of inference on 128 resident images, outputs read back.
    Predict,
    /// Most live bytes of the process, from the start of building to the end of one epoch.
    Peak,
}

impl Quantity {
    /// Every quantity.
    pub const ALL: [Quantity; 5] = [
        Quantity::Build,
        Quantity::Step,
        Quantity::Epoch,
        Quantity::Predict,
        Quantity::Peak,
    ];

    /// The quantities that are times.
    pub const TIMES: [Quantity; 4] = [
        Quantity::Build,
        Quantity::Step,
        Quantity::Epoch,
        Quantity::Predict,
    ];

    /// `build`, `step`, `epoch`, `predict` or `peak`.
    pub fn as_str(self) -> &'static str {
        match self {
            Quantity::Build => "build",
            Quantity::Step => "step",
            Quantity::Epoch => "epoch",
            Quantity::Predict => "predict",
            Quantity::Peak => "peak",
        }
    }

    /// Whether the answer of the whole suite rests on it.
    pub fn is_primary(self) -> bool {
        matches!(self, Quantity::Epoch | Quantity::Predict | Quantity::Peak)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which two programs are compared: side A against side B.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Contrast {
    /// The generated program against the hand-written twin.
    Generated,
    /// A control: the twin against itself, which has to be found equal.
    Same,
    /// A control: the twin with a known handicap against itself, which has to be found, and as large
    /// as it is.
    Handicapped,
    /// This build's generated program against that of another revision.
    Revision,
}

impl Contrast {
    /// Whether it is what a run is about, and no control.
    pub fn is_subject(self) -> bool {
        matches!(self, Contrast::Generated | Contrast::Revision)
    }

    /// `generated`, `same`, `handicapped` or `revision`.
    pub fn as_str(self) -> &'static str {
        match self {
            Contrast::Generated => "generated",
            Contrast::Same => "same",
            Contrast::Handicapped => "handicapped",
            Contrast::Revision => "revision",
        }
    }
}

impl fmt::Display for Contrast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a process measures with: clocks and counting allocators never run in the same one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Instrument {
    /// The clock: all quantities that are times, in one process.
    Time,
    /// The counting allocators: a process for each side.
    Memory,
}

impl Instrument {
    /// What it measures.
    pub fn quantities(self) -> &'static [Quantity] {
        match self {
            Instrument::Time => &Quantity::TIMES,
            Instrument::Memory => &[Quantity::Peak],
        }
    }
}

/// What one process measures: a model on a backend, two sides, an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// The model's name.
    pub model: String,
    /// The backend.
    pub backend: Backend,
    /// The two sides.
    pub contrast: Contrast,
    /// The instrument.
    pub instrument: Instrument,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.instrument {
            Instrument::Time => "time",
            Instrument::Memory => "memory",
        };
        write!(
            f,
            "{}/{} {} {what}",
            self.model, self.backend, self.contrast
        )
    }
}
