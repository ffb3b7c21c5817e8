//! The report as a value: exactly what its JSON holds, field for field, as `docs/report.md` explains.
//!
//! Quantities are in base units (seconds, bytes), and the unit is in the name of the field. `null`
//! means that a figure was not measured, or is not a finite number.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize};

use super::statistics::Quantity;
use crate::record;

/// The version of the form of a [`Report`]; a reader refuses another one.
pub const SCHEMA: &str = "neural-bench/report/2";

/// What one or several runs measured, ready to be read, written or compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Report {
    /// The version of this form, [`SCHEMA`].
    #[schemars(extend("const" = SCHEMA))]
    pub schema: String,
    /// The runs that the figures come from.
    pub runs: Vec<Run>,
    /// One entry for each model and backend of each run.
    pub cells: Vec<Cell>,
    /// Criterion's own figures, where a folder of it was read.
    pub criterion: Vec<Benchmark>,
    /// What could not be read and was left out.
    pub notes: Vec<String>,
}

impl Report {
    /// The JSON Schema (2020-12) of what [`Report::to_json`] writes. It is in
    /// `docs/report.schema.json`.
    pub fn json_schema() -> serde_json::Value {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let schema = settings.into_generator().into_root_schema_for::<Self>();
        schema.to_value()
    }
}

/// Where, when and with what a run took place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Run {
    /// The name by which cells refer to it: that of the record's file without its ending.
    pub name: String,
    /// What made the record.
    pub origin: record::Origin,
    /// The machine, the compiler and the commit.
    pub environment: record::Environment,
    /// What was asked for: profile, threads, seed, epochs.
    pub plan: record::Plan,
    /// The data that was trained on.
    pub dataset: record::Dataset,
}

impl Run {
    /// Whether the data set was made up.
    pub fn is_synthetic(&self) -> bool {
        self.dataset.name == "synthetic"
    }
}

/// A model on a backend, in one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Cell {
    /// The name of its run.
    pub run: String,
    /// The model's name.
    pub model: String,
    /// `torch` or `tensorflow`.
    pub backend: String,
    /// Why nothing could be measured, where that is so.
    pub failed: Option<String>,
    /// Trained numbers of the network.
    pub parameters: Option<u64>,
    /// The library's own version.
    pub library_version: Option<String>,
    /// Threads that the library said it uses.
    pub effective_threads: Option<usize>,
    /// Why the data of this cell is synthetic, where the run's data set does not fit its network.
    pub synthetic: Option<String>,
    /// Whether both programs were shown to be the same.
    pub sameness: Option<record::Sameness>,
    /// What compiling the file costs.
    pub compile: Option<Compile>,
    /// The generated program.
    pub dsl: Option<Side>,
    /// The hand-written twin, where there is one: the best program that we know.
    pub handwritten: Option<Side>,
    /// What the framework's documentation would have one write, where the best program is another.
    pub usual: Option<Side>,
    /// The generated program less the hand-written one. Not a verdict: the runs were not paired.
    pub differences: Vec<Difference>,
    /// The generated program less the usual one, likewise.
    pub gains: Vec<Difference>,
}

impl Cell {
    /// The programs with their names, whether measured or not.
    pub(super) fn sides(&self) -> [(&'static str, &Option<Side>); 3] {
        [
            ("dsl", &self.dsl),
            ("handwritten", &self.handwritten),
            ("usual", &self.usual),
        ]
    }
}

/// What it costs to get from the file's text to the program's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Compile {
    /// Bytes of the file.
    pub source_bytes: Option<usize>,
    /// Bytes of the generated program.
    pub generated_bytes: Option<usize>,
    /// Text to tree.
    pub parse_seconds: Option<Quantity>,
    /// Tree to checked network.
    pub check_seconds: Option<Quantity>,
    /// Checked network to program text.
    pub codegen_seconds: Option<Quantity>,
    /// The sum of the three medians; none where one of them is missing.
    pub total_seconds: Option<f64>,
}

/// One of the two programs of a cell.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Side {
    /// Why figures are missing, where that is so.
    pub failed: Option<String>,
    /// From nothing to a program that can train.
    pub build_seconds: Option<Quantity>,
    /// One pass over the training images.
    pub epoch_seconds: Option<Quantity>,
    /// All of `epochs` together.
    pub training_seconds: Option<f64>,
    /// Training images a second, one sample for each epoch.
    pub images_per_second: Option<Quantity>,
    /// Inference on 128 resident images, outputs read back.
    pub predict_128_seconds: Option<Quantity>,
    /// Inference on one resident image.
    pub predict_1_seconds: Option<Quantity>,
    /// Peaks and changes of memory; none where they were not measured.
    pub memory: Option<Memory>,
    /// The recorded epochs in order.
    pub epochs: Vec<Epoch>,
}

/// Memory of fresh processes: from the start of building the model to the end of one epoch, less
/// what was live before. The data set is not counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Memory {
    /// Most live bytes of Rust's global allocator.
    pub rust_heap_peak_bytes: Quantity,
    /// What stays live in Rust's global allocator.
    pub rust_heap_change_bytes: Quantity,
    /// Most live bytes of the whole process, the library's included.
    pub process_peak_bytes: Quantity,
    /// What stays live in the whole process.
    pub process_change_bytes: Quantity,
    /// What training alone adds to the whole process, the model being built already.
    pub training_change_bytes: Quantity,
    /// The kernel's high-water mark of resident memory, data set and libraries included.
    pub vm_hwm_bytes: Quantity,
}

/// One pass over the training images, as the record has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Epoch {
    /// Counted from 1.
    pub epoch: usize,
    /// Time of the pass; evaluation is not in it.
    pub seconds: Option<f64>,
    /// Images that were trained on.
    pub images: usize,
    /// Mean loss of a sample during the pass.
    pub train_loss: Option<f64>,
    /// Mean loss on the test images after the pass.
    pub test_loss: Option<f64>,
    /// Share of the test images that were classified rightly after the pass, 0 to 1.
    pub test_accuracy: Option<f64>,
}

/// How far a figure lies from the one that it is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Difference {
    /// The name of the figure, with its unit: that of the field of [`Side`] or [`Memory`].
    pub quantity: String,
    /// The figure; the median where there are samples.
    pub value: f64,
    /// What it is compared with.
    pub baseline: f64,
    /// `value` less `baseline`.
    pub absolute: f64,
    /// `absolute` in percent of `baseline`; none where that is zero.
    pub percent: Option<f64>,
    /// The smallest `absolute` that the spreads of both allow: see [`Quantity::spread`].
    pub lowest: Option<f64>,
    /// The largest one.
    pub highest: Option<f64>,
}

/// A benchmark of Criterion's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Benchmark {
    /// `cnn/torch/epoch/dsl`.
    pub full_id: String,
    /// `cnn/torch`.
    pub group_id: String,
    /// `epoch/dsl`.
    pub function_id: Option<String>,
    /// The run whose record covers it; none where it is of another time, or has no record.
    pub run: Option<String>,
    /// What the figures are in.
    pub unit: Unit,
    /// Criterion's estimate of the median.
    pub median: f64,
    /// The lower bound of its confidence interval.
    pub median_lower: f64,
    /// The upper bound.
    pub median_upper: f64,
    /// The level of that interval: 0.95.
    pub confidence_level: f64,
    /// The samples, each a mean over its iterations.
    pub samples: Vec<f64>,
    /// What one iteration handles, where Criterion was told: the images of an epoch.
    pub elements: Option<u64>,
}

/// The unit of a benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Time.
    Seconds,
    /// Memory.
    Bytes,
}
