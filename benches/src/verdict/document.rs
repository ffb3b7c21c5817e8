//! The verdicts as a value: exactly what `verdicts.json` holds.
//!
//! Ratios are of side A to side B, and stand as natural logarithms: -0.02 is two percent less. Figures
//! are in base units, seconds or bytes.

use std::collections::BTreeMap;

use neural_statistics::{Estimate, Judgement, Recovery};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize};

use crate::backend::Backend;
use crate::evidence::{Contrast, Gate, Margins, Quantity, Revision};
use crate::record::{Environment, Plan};

/// The version of the form of [`Verdicts`]; a reader refuses another one.
pub const SCHEMA: &str = "neural-bench/verdicts/1";

/// What the evidence says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Verdicts {
    /// The version of this form, [`SCHEMA`].
    #[schemars(extend("const" = SCHEMA))]
    pub schema: String,
    /// The hash that names the evidence; none where the run has not ended.
    pub evidence: Option<String>,
    /// Where and with what the first sitting took place.
    pub environment: Environment,
    /// What every process was told.
    pub plan: Plan,
    /// The libraries' versions.
    pub libraries: BTreeMap<String, String>,
    /// The data set's name and hash.
    pub dataset: String,
    /// The other build, where two builds are compared.
    pub revision: Option<Revision>,
    /// The margins of these verdicts.
    pub margins: Margins,
    /// The margins that were fixed before the run. Where they are others, these verdicts were asked for
    /// when the samples were known.
    pub fixed_margins: Margins,
    /// How much was measured.
    pub measured: Extent,
    /// The answer for all cells together.
    pub answer: Answer,
    /// One entry for each model and backend.
    pub groups: Vec<Group>,
}

impl Verdicts {
    /// The JSON Schema (2020-12) of `verdicts.json`. It is in `docs/verdicts.schema.json`.
    pub fn json_schema() -> serde_json::Value {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let schema = settings.into_generator().into_root_schema_for::<Self>();
        schema.to_value()
    }
}

/// How much was measured.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Extent {
    /// Places of the schedule that were run.
    pub processes: usize,
    /// Those of them that failed.
    pub failed: usize,
    /// Rounds after the base that were begun.
    pub rounds: usize,
    /// Times that the run was begun or gone on with.
    pub sittings: usize,
    /// Whether the run had ended before and was given more time, when its verdicts may have been known. That a run stops on
    /// time alone does not hold then.
    pub extended: bool,
    /// What all processes took, in seconds.
    pub seconds: f64,
}

/// The answer for all cells together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Answer {
    /// Whether every primary cell is equivalent or less, and none is missing, failed or void.
    pub no_overhead: bool,
    /// Whether nothing failed, nothing is void, and no primary cell is more.
    pub acceptable: bool,
    /// The same in words.
    pub text: String,
}

/// A model on a backend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Group {
    /// The model's name.
    pub model: String,
    /// The backend.
    pub backend: Backend,
    /// The proof that both sides are the same network.
    pub gate: Gate,
    /// Why the verdicts of this group do not hold; empty where they do.
    pub void: Vec<String>,
    /// What was compared.
    pub cells: Vec<Cell>,
    /// The controls: the twin against itself, and against itself with a handicap.
    pub controls: Vec<Cell>,
    /// The operations of both sides, where they were recorded.
    pub work: Option<Work>,
    /// What compiling costs, and when that is paid.
    pub ledger: Option<Ledger>,
}

/// The operations of both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Work {
    /// Why they could not be recorded, where that is so.
    pub failed: Option<String>,
    /// Operations of the generated program that were counted, all phases together.
    pub operations: u64,
    /// Those of them that are kernels of oneDNN and MKL, which do the arithmetic.
    pub kernels: u64,
    /// Whether both sides execute the same kernels, equally often.
    pub same_kernels: bool,
    /// The differences as a diff, line by line (`-` hand-written, `+` generated); empty where both sides
    /// do the same.
    pub differences: Vec<String>,
}

/// One quantity of two sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Cell {
    /// Which sides.
    pub contrast: Contrast,
    /// The quantity.
    pub quantity: Quantity,
    /// Whether the answer rests on it.
    pub primary: bool,
    /// Processes that measured it.
    pub processes: usize,
    /// Those of them whose warm-up ended because nothing drifted any more.
    pub settled: usize,
    /// The first failure of a process; with one, there is no verdict.
    pub failed: Option<String>,
    /// The median figure of side A, seconds or bytes.
    pub a: Option<f64>,
    /// The median figure of side B.
    pub b: Option<f64>,
    /// The mean log ratio that the handicap makes, where there is one.
    pub handicap: Option<f64>,
    /// The log ratio; none of fewer than two processes.
    pub estimate: Option<Estimate>,
    /// The verdict.
    pub judgement: Option<Judgement>,
    /// Whether the handicap was found again.
    pub recovery: Option<Recovery>,
    /// The verdict in words.
    pub text: String,
}

/// What compiling costs, in seconds, and when that is paid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Ledger {
    /// The file's text to a tree.
    pub parse: Option<f64>,
    /// The tree to a checked network.
    pub check: Option<f64>,
    /// The network to the program's text.
    pub generate: Option<f64>,
    /// The program's text to machine code.
    pub rustc: Option<f64>,
    /// Why that was not timed, where it was not.
    pub rustc_note: Option<String>,
    /// From nothing to a program that can train, of the generated program.
    pub build: Option<f64>,
    /// What a step takes less than the twin's, in seconds, where generated is faster.
    pub gained_per_step: Option<f64>,
    /// Steps after which parse, check and generate are paid by what a step gains.
    pub paid_after_steps: Option<u64>,
    /// The same with `rustc`, as if hand-written code needed none.
    pub paid_with_rustc_after_steps: Option<u64>,
}
