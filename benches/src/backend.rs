//! The libraries that programs run on. Each is a package of its own, `neural-bench-torch` and
//! `neural-bench-tensorflow`, which knows nothing of the other one; this one knows what they have in common.

use std::fmt;
use std::rc::Rc;
use std::str::FromStr;

use neural_dsl::codegen::{Dtype, Optimization, Optimizations, Target};
use neural_dsl::network::Network;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::dataset::Dataset;
use crate::limits::{Form, Pass, Repeated};
use crate::program::{Program, Settings, Weights};

/// The name of a backend.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Backend {
    /// PyTorch through `tch`.
    Torch,
    /// TensorFlow through the crate of that name.
    Tensorflow,
}

impl Backend {
    /// Every backend.
    pub const ALL: [Backend; 2] = [Backend::Torch, Backend::Tensorflow];

    /// `torch` or `tensorflow`.
    pub fn as_str(self) -> &'static str {
        self.target().name()
    }

    /// The compiler's target of the same name.
    pub fn target(self) -> Target {
        match self {
            Backend::Torch => Target::Torch,
            Backend::Tensorflow => Target::Tensorflow,
        }
    }
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Backend {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Backend::ALL
            .into_iter()
            .find(|backend| backend.as_str() == name)
            .ok_or_else(|| format!("unknown backend `{name}`; there are torch and tensorflow"))
    }
}

/// What a library says of itself once it is started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Runtime {
    /// The library's own version.
    pub version: String,
    /// Threads that it uses, as it says itself.
    pub threads: usize,
}

/// Builds a program on data that is there already.
pub type Factory<Data> = fn(&Settings, &Rc<Data>) -> Result<Box<dyn Program>>;

/// The form of a network in which a generated program was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variant {
    /// What the file says.
    AsWritten,
    /// Dropout left out: what remains is the same arithmetic on every backend.
    WithoutDropout,
    /// Dropout left out, trained by SGD: the optimiser is the same formula on every backend, too.
    WithoutDropoutSgd,
    /// What the file says, with nothing done for speed.
    Plain,
    /// As [`Self::WithoutDropout`], with nothing done for speed: what optimizations do to the values.
    PlainWithoutDropout,
    /// As [`Self::PlainWithoutDropout`], in float64: how far rounding takes the others.
    Float64,
    /// As [`Self::WithoutDropoutSgd`], in float64 and with nothing done for speed.
    Float64Sgd,
}

impl Variant {
    /// Every variant.
    pub const ALL: [Variant; 7] = [
        Variant::AsWritten,
        Variant::WithoutDropout,
        Variant::WithoutDropoutSgd,
        Variant::Plain,
        Variant::PlainWithoutDropout,
        Variant::Float64,
        Variant::Float64Sgd,
    ];

    /// Whether dropout takes place in training.
    pub fn dropout(self) -> bool {
        matches!(self, Variant::AsWritten | Variant::Plain)
    }

    /// What the compiler does for the program's speed.
    pub fn optimizations(self) -> Optimizations {
        match self {
            Variant::AsWritten | Variant::WithoutDropout | Variant::WithoutDropoutSgd => {
                Optimizations::ALL
            }
            Variant::Plain | Variant::PlainWithoutDropout => Optimizations::NONE,
            // With weights in the layout of the programs whose references they are.
            Variant::Float64 | Variant::Float64Sgd => {
                Optimizations::NONE.with(Optimization::ChannelsLast)
            }
        }
    }

    /// Whether SGD takes the place of the network's optimiser.
    pub fn sgd(self) -> bool {
        matches!(self, Variant::WithoutDropoutSgd | Variant::Float64Sgd)
    }

    /// What the program computes in. A [`Program`] is given and gives float32 in any case: what goes
    /// in is widened exactly, what comes out is rounded to the nearest.
    pub fn dtype(self) -> Dtype {
        match self {
            Variant::Float64 | Variant::Float64Sgd => Dtype::Float64,
            _ => Dtype::Float32,
        }
    }
}

/// A generated program that was compiled into the suite.
#[derive(Debug)]
pub struct Generated<Data: 'static> {
    /// The model's name.
    pub model: &'static str,
    /// The text of the model's file, from which it was made.
    pub source: &'static str,
    /// The form of the network.
    pub variant: Variant,
    /// Builds it.
    pub build: Factory<Data>,
}

/// A generated program without one of the optimizations. They are there with the feature `ablation`.
#[derive(Debug)]
pub struct Ablation<Data: 'static> {
    /// The model's name.
    pub model: &'static str,
    /// What was left out.
    pub without: Optimization,
    /// Builds it.
    pub build: Factory<Data>,
}

/// A library, the programs for it, and the form in which it takes data.
pub trait Framework: 'static {
    /// Its name.
    const NAME: Backend;

    /// The data set in the library's own form.
    type Data: 'static;

    /// Loads the library and fixes its threads; to be called once, before anything else.
    fn start(threads: usize) -> Result<Runtime>;

    /// Brings a data set into the library's own form.
    fn data(dataset: &Dataset) -> Result<Self::Data>;

    /// Has the library write every operator that it executes to standard output, or no longer. For one
    /// whose log says so by itself this does nothing.
    fn write_operators(_on: bool) {}

    /// A product of the library's own, to be done again and again.
    ///
    /// # Errors
    /// Where the library refuses it.
    fn product(form: &Form, pass: Pass) -> Result<Repeated>;

    /// An operation on one value: what is left is what the library takes for doing it at all.
    ///
    /// # Errors
    /// Where the library refuses it.
    fn smallest_operation() -> Result<Repeated>;

    /// A run of no operation; none where every operation is a call of its own.
    ///
    /// # Errors
    /// Where the library refuses it.
    fn empty_run() -> Result<Option<Repeated>> {
        Ok(None)
    }

    /// The generated programs.
    fn generated() -> &'static [Generated<Self::Data>];

    /// The generated programs that lack an optimization.
    fn ablations() -> &'static [Ablation<Self::Data>];

    /// The hand-written twin of a model, where there is one: the best program that we know.
    fn handwritten(model: &str) -> Option<Factory<Self::Data>>;

    /// What the framework's own documentation would have one write, where the best program is another.
    fn usual(model: &str) -> Option<Factory<Self::Data>>;

    /// Brings weights from the language's layout, in the order of [`Network::parameters`], into the
    /// layout that the programs of this backend have with these optimizations.
    fn from_language(
        network: &Network,
        weights: Vec<Weights>,
        optimizations: Optimizations,
    ) -> Vec<Weights>;
}
