//! A case as it is stored; `fixtures/keras/README.md` says what the fields are.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// Numbers in row-major order.
#[derive(Debug, Clone, Deserialize)]
pub struct Values {
    /// What it is of, where that has a name.
    #[serde(default)]
    pub name: String,
    /// The shape, batch first.
    pub shape: Vec<i64>,
    /// The numbers.
    pub values: Vec<f64>,
    /// Of a weight: whether training changes it.
    #[serde(default)]
    pub trainable: bool,
}

/// The weights after each step.
pub type Steps = Vec<Vec<Vec<f64>>>;

/// The weights after each step, by one formula or by that of each framework.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum AfterSteps {
    /// The same for all.
    One(Steps),
    /// The formulas of an optimiser.
    Each {
        /// Keras' own.
        keras: Steps,
        /// PyTorch's.
        torch: Steps,
        /// TensorFlow's operators; none where it has none.
        tensorflow: Option<Steps>,
    },
}

/// What `evaluate` finds, by the names of its fields.
pub type Evaluation = BTreeMap<String, f64>;

/// What `evaluate` found, of its text for debugging: `Evaluation { loss: 0.5, accuracy: 0.25 }`.
///
/// # Panics
/// Where it is no such text.
pub fn evaluation(found: &impl Debug) -> Evaluation {
    let text = format!("{found:?}");
    let fields = text
        .trim_start_matches("Evaluation { ")
        .trim_end_matches(" }");
    let field = |field: &str| {
        let (name, value) = field.split_once(": ").expect("a field has a value");
        (
            name.to_owned(),
            value.parse().expect("the value is a number"),
        )
    };
    fields.split(", ").map(field).collect()
}

/// A case.
#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    /// Its name, unique in all families.
    pub name: String,
    /// The file's name without its ending.
    #[serde(skip)]
    pub family: String,
    /// The whole of a file in the language.
    pub network: String,
    /// What goes in.
    #[serde(default)]
    pub inputs: Vec<Values>,
    /// What the loss compares with.
    pub targets: Option<Values>,
    /// All weights, in Keras' order and layout.
    #[serde(default)]
    pub weights: Vec<Values>,
    /// In inference; behind the first output the states.
    #[serde(default)]
    pub outputs: Vec<Values>,
    /// Of a second call.
    pub next_outputs: Option<Vec<Values>>,
    /// Of a training call, where it differs.
    pub training_outputs: Option<Vec<Values>>,
    /// What values obey that are drawn while training.
    pub random: Option<serde_json::Value>,
    /// Of a training call.
    pub loss: Option<f64>,
    /// By each trainable weight.
    pub gradients: Option<Vec<Values>>,
    /// By each input that is not whole numbers.
    pub input_gradients: Option<Vec<Values>>,
    /// Weights that are not trained, after a training call.
    pub state_after_training_call: Option<Vec<Values>>,
    /// What `evaluate` finds.
    pub evaluation: Option<Evaluation>,
    /// All weights after each step.
    pub after_steps: Option<AfterSteps>,
    /// The steps for which `learning_rates` are given.
    pub steps: Option<Vec<i64>>,
    /// The learning rates of a schedule.
    pub learning_rates: Option<Vec<f64>>,
    /// Of an initialiser: which weight, its shape and what its numbers obey.
    pub weight: Option<String>,
    /// The shape of that weight.
    pub shape: Option<Vec<i64>>,
    /// The mean that is expected.
    pub mean: Option<f64>,
    /// The variance that is expected.
    pub variance: Option<f64>,
    /// The least value.
    pub low: Option<f64>,
    /// The greatest value.
    pub high: Option<f64>,
    /// The numbers themselves, or the word `identity`.
    pub values: Option<serde_json::Value>,
    /// Whether rows or columns are orthogonal.
    pub orthogonal: Option<serde_json::Value>,
    /// What an orthogonal matrix is multiplied with.
    pub gain: Option<f64>,
}

/// The folder of the cases.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/keras/cases")
}

/// Every case, by family and in the order of the files.
///
/// # Panics
/// Where the files cannot be read.
pub fn all() -> Vec<Case> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the folder of the cases")
        .map(|entry| entry.expect("an entry of the folder").path())
        .collect();
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a file of cases");
        let family = file.file_stem().unwrap_or_default().to_string_lossy();
        let cases: Vec<Case> = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        all.extend(cases.into_iter().map(|case| Case {
            family: family.to_string(),
            ..case
        }));
    }
    all
}
