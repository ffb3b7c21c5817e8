//! What each side executes, so that a reader sees whether two programs that are compared do the same
//! work.
//!
//! [`record`] has a fresh process do once what is timed elsewhere, while the libraries write down
//! every operation; nothing is timed there. [`difference`] compares two such records. An operation is
//! the library's own text for it, and what is kept is how often it was executed, for the order of
//! independent operations may differ from run to run.
//!
//! Four sources speak, each of what it really executed:
//!
//! - libtorch's operators, through an observer of its own: every call of an operator, also those that
//!   operators make themselves and those of the backward pass, with the types and sizes of tensors
//!   (strides where they do not lie in order), whole numbers and flags. Of other numbers only that there
//!   is one.
//! - TensorFlow's nodes, from the log of its executor: the graph that was left after its optimiser,
//!   where a program's own graph would say only what was asked for. Operation and attributes; no names
//!   of nodes, no devices, and not what the optimiser notes down for itself. Nodes that were executed to
//!   fold constants stand apart. The work of making the graph is in no log.
//! - oneDNN's primitives, under either library: kind, implementation, direction, memory formats,
//!   attributes and shapes, without times.
//! - MKL's calls, under libtorch: function and sizes, without addresses and times.
//!
//! Implementations are chosen by the processor, so records of two machines may differ where those of
//! one do not.

mod comparison;
mod difference;
mod line;
mod perform;
mod record;
mod transcript;

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use comparison::{Comparison, Sides, compare};
pub use difference::{Difference, diff, difference};
pub use perform::perform;
pub use record::record;

/// What a program executes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Work {
    /// What was executed in each phase, in the order of [`PhaseName::ALL`].
    pub phases: Vec<Phase>,
}

impl Work {
    /// How many operations of some sources were executed, all phases together.
    pub fn count(&self, of: impl Fn(Source) -> bool) -> u64 {
        let layers = self.phases.iter().flat_map(|phase| &phase.layers);
        layers
            .filter(|layer| of(layer.source))
            .flat_map(|layer| layer.operations.values())
            .sum()
    }
}

/// What was executed in one phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Phase {
    /// Which phase.
    pub name: PhaseName,
    /// What each source said, in the order of [`Source`]; one that said nothing is left out.
    pub layers: Vec<Layer>,
}

/// What one source said of a phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Layer {
    /// Which source.
    pub source: Source,
    /// How often each operation was executed.
    pub operations: BTreeMap<String, u64>,
}

/// A part of what is timed. Each is done once before it is recorded, so that what a library does only
/// the first time does not count.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PhaseName {
    /// The program is made.
    Build,
    /// 128 images are predicted.
    Predict,
    /// One training step on the first batch.
    Step,
    /// An epoch over one batch and a half: what stands around the steps, and a short last batch.
    Epoch,
}

impl PhaseName {
    /// Every phase, in the order in which they are recorded.
    pub const ALL: [PhaseName; 4] = [
        PhaseName::Build,
        PhaseName::Predict,
        PhaseName::Step,
        PhaseName::Epoch,
    ];

    /// `build`, `predict`, `step` or `epoch`.
    pub fn as_str(self) -> &'static str {
        match self {
            PhaseName::Build => "build",
            PhaseName::Predict => "predict",
            PhaseName::Step => "step",
            PhaseName::Epoch => "epoch",
        }
    }
}

impl fmt::Display for PhaseName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Who says what was executed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// libtorch's operators.
    Torch,
    /// TensorFlow's executor.
    Tensorflow,
    /// oneDNN's verbose log.
    Onednn,
    /// MKL's verbose log.
    Mkl,
}

impl Source {
    /// `torch`, `tensorflow`, `oneDNN` or `MKL`.
    pub fn as_str(self) -> &'static str {
        match self {
            Source::Torch => "torch",
            Source::Tensorflow => "tensorflow",
            Source::Onednn => "oneDNN",
            Source::Mkl => "MKL",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
