//! What was measured, as it is kept on disk: everything that a report needs and nothing that it
//! could work out again.
//!
//! A run writes one [`Record`] as JSON. Raw samples stay in it. Reports read records only, so any
//! report can be made again from the records alone.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::subject;

/// The version of the form of a [`Record`]; a reader refuses another one.
pub const SCHEMA: &str = "neural-bench/record/1";

/// One run of the suite.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// [`SCHEMA`].
    pub schema: String,
    /// What made the record.
    pub origin: Origin,
    /// Where and with what it ran.
    pub environment: Environment,
    /// What was asked for.
    pub plan: Plan,
    /// The data that was trained on.
    pub dataset: Dataset,
    /// One entry for each model and backend, in the order in which they ran.
    pub cells: Vec<Cell>,
}

/// What made a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// `neural-bench run` or the API.
    Run,
    /// `cargo bench`: its timings are Criterion's and lie in Criterion's folder.
    Criterion,
}

/// Where and with what a run took place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Environment {
    /// Start of the run, RFC 3339, UTC.
    pub started: String,
    /// Version of the suite.
    pub suite_version: String,
    /// Commit of the suite's repository, with `-dirty` where files were changed; none outside one.
    pub commit: Option<String>,
    /// The compiler: `rustc 1.95.0 (…)`.
    pub rustc: String,
    /// `debug` or `release`.
    pub build: String,
    /// Operating system and kernel.
    pub system: String,
    /// The processor's name.
    pub cpu: String,
    /// Processors that the run might use.
    pub cores: usize,
    /// Memory of the machine in bytes.
    pub memory_bytes: u64,
}

impl From<&crate::plan::Plan> for Plan {
    fn from(plan: &crate::plan::Plan) -> Self {
        Self {
            profile: plan.profile.to_string(),
            images: Some(plan.profile.images(usize::MAX)).filter(|&images| images < usize::MAX),
            threads: plan.threads,
            seed: plan.seed,
            epochs: plan.epochs,
        }
    }
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Plan {
    /// `quick`, `default` or `full`.
    pub profile: String,
    /// Training images to an epoch, at most; none where it is the whole training split.
    pub images: Option<usize>,
    /// Threads asked for.
    pub threads: usize,
    /// Seed of weights, order and dropout.
    pub seed: i64,
    /// Epochs, where they were given; otherwise each network's own.
    pub epochs: Option<usize>,
}

/// The data that was trained on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Dataset {
    /// `mnist` or `synthetic`.
    pub name: String,
    /// SHA-256 of the data, in hexadecimal.
    pub sha256: String,
    /// Why it is synthetic, where it is.
    pub note: Option<String>,
    /// Training images that were used.
    pub train_images: usize,
    /// Test images.
    pub test_images: usize,
}

/// A model on a backend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The file's stem, or `stem.network` where the file holds several.
    pub model: String,
    /// `torch` or `tensorflow`.
    pub backend: String,
    /// Why nothing could be measured, where that is so: the file does not check, the library does
    /// not load, the programs are not the same.
    pub failed: Option<String>,
    /// Trained numbers of the network.
    pub parameters: Option<u64>,
    /// The library's own version.
    pub library_version: Option<String>,
    /// Threads that the library said it uses.
    pub effective_threads: Option<usize>,
    /// Why the data of this cell is synthetic, where the run's data set does not fit its network.
    pub synthetic: Option<String>,
    /// What compiling the file costs.
    pub compile: Option<Compile>,
    /// Whether generated and hand-written program were shown to be the same.
    pub sameness: Option<Sameness>,
    /// The generated program.
    pub dsl: Option<Side>,
    /// The hand-written twin, where there is one: the best program that we know.
    pub handwritten: Option<Side>,
    /// What the framework's documentation would have one write, where the best program is another.
    #[serde(default)]
    pub usual: Option<Side>,
}

impl Cell {
    /// A cell of which nothing is known yet.
    pub fn new(model: &str, backend: &str) -> Self {
        Self {
            model: model.to_owned(),
            backend: backend.to_owned(),
            failed: None,
            parameters: None,
            library_version: None,
            effective_threads: None,
            synthetic: None,
            compile: None,
            sameness: None,
            dsl: None,
            handwritten: None,
            usual: None,
        }
    }

    /// One side of the cell.
    pub fn side_mut(&mut self, side: subject::Side) -> &mut Option<Side> {
        match side {
            subject::Side::Dsl => &mut self.dsl,
            subject::Side::Handwritten => &mut self.handwritten,
            subject::Side::Usual => &mut self.usual,
        }
    }
}

/// What it costs to get from the file's text to the program's text.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Compile {
    /// Bytes of the file.
    pub source_bytes: usize,
    /// Bytes of the generated program.
    pub generated_bytes: usize,
    /// Text to tree, seconds.
    pub parse: Samples,
    /// Tree to checked network, seconds.
    pub check: Samples,
    /// Checked network to program text, seconds.
    pub codegen: Samples,
}

/// Samples of one quantity, in the order in which they were taken.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Samples(pub Vec<f64>);

impl Samples {
    /// The median; none without samples.
    pub fn median(&self) -> Option<f64> {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        match sorted.len() {
            0 => None,
            length if length % 2 == 1 => Some(sorted[middle]),
            _ => Some((sorted[middle - 1] + sorted[middle]) / 2.0),
        }
    }
}

/// The proof that generated and hand-written program train the same network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Sameness {
    /// Whether all that was compared is equal.
    pub same: bool,
    /// What was compared, or the first difference.
    pub detail: String,
}

/// One side of a cell. A part that failed says why and leaves the other side whole.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Side {
    /// Why this side has no figures, where that is so.
    pub failed: Option<String>,
    /// From nothing to a program that can train, seconds. The library is loaded already.
    pub build: Samples,
    /// The epochs in order.
    pub epochs: Vec<Epoch>,
    /// Inference on 128 resident images, outputs read back, seconds.
    pub predict: Samples,
    /// Inference on one resident image, seconds.
    pub predict_one: Samples,
    /// Peaks, one entry for each fresh process.
    pub memory: Vec<Memory>,
}

/// One pass over the training split.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Epoch {
    /// Time of the pass, seconds. Evaluation is not in it.
    pub seconds: f64,
    /// Images that were trained on.
    pub images: usize,
    /// Mean loss of a sample during the pass.
    pub train_loss: f64,
    /// Mean loss on the test images after the pass.
    pub test_loss: f64,
    /// Accuracy on the test images after the pass, 0 to 1.
    pub test_accuracy: f64,
}

/// Memory of one fresh process, in bytes: from the start of building the model to the end of one
/// epoch, less what was live before. The data set is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// Most live bytes of Rust's global allocator.
    pub rust_heap_peak: u64,
    /// Live bytes of Rust's global allocator at the end, less those before; may be negative.
    pub rust_heap_change: i64,
    /// Most live bytes of the whole process' `malloc` family, which the libraries use.
    pub process_peak: u64,
    /// Live bytes of the `malloc` family at the end, less those before; may be negative.
    pub process_change: i64,
    /// What training alone adds: live bytes after the epoch less those after building.
    pub training_change: i64,
    /// The kernel's own high-water mark of resident memory (VmHWM), the data set and the libraries
    /// included: a check on the two above.
    pub vm_hwm: u64,
}
