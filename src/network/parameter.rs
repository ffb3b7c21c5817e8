//! What is trained: how it begins, what keeps it small, and where it has to stay.

use super::{Argument, Request};

/// How a parameter gets its first values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Initializer {
    /// All zero.
    Zeros,
    /// All one.
    Ones,
    /// Uniform on `±sqrt(6 / (fan_in + fan_out))` (Glorot and Bengio 2010), fans as Keras counts
    /// them: the kernel's receptive field times its input and output channels.
    GlorotUniform,
    /// Normal, cut at two deviations, of variance `2 / (fan_in + fan_out)`.
    GlorotNormal,
    /// Uniform on `±sqrt(6 / fan_in)`.
    HeUniform,
    /// Normal, cut, of variance `2 / fan_in`.
    HeNormal,
    /// Uniform on `±sqrt(3 / fan_in)`.
    LecunUniform,
    /// Normal, cut, of variance `1 / fan_in`.
    LecunNormal,
    /// Normal; mean 0 and deviation 0.05 where nothing is given.
    RandomNormal {
        /// The mean.
        mean: f64,
        /// The standard deviation.
        stddev: f64,
    },
    /// Uniform; on ±0.05 where nothing is given.
    RandomUniform {
        /// The least value.
        minval: f64,
        /// The bound above.
        maxval: f64,
    },
    /// Normal, cut at two deviations from the mean: what lies beyond is drawn again.
    TruncatedNormal {
        /// The mean.
        mean: f64,
        /// The standard deviation before the cut.
        stddev: f64,
    },
    /// Of a variance that depends on the fans; `scale` 1, `fan_in` and `truncated_normal` where
    /// nothing is given.
    VarianceScaling {
        /// What the variance is multiplied with.
        scale: f64,
        /// What it is divided by.
        mode: FanMode,
        /// What is drawn from.
        distribution: Distribution,
    },
    /// An orthogonal matrix, times this.
    Orthogonal(f64),
    /// The identity matrix, times this.
    Identity(f64),
    /// All this.
    Constant(f64),
}

/// What [`Initializer::VarianceScaling`] divides by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FanMode {
    /// How many values an output depends on.
    FanIn,
    /// How many values depend on an input.
    FanOut,
    /// The mean of both.
    FanAvg,
}

/// What [`Initializer::VarianceScaling`] draws from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distribution {
    /// Normal, cut at two deviations; the deviation is divided by 0.87962566103423978, that of the
    /// standard normal cut so, which keeps the variance.
    TruncatedNormal,
    /// Normal.
    UntruncatedNormal,
    /// Uniform on `±sqrt(3 variance)`.
    Uniform,
}

/// What is added to the loss for the size of a parameter, or of a layer's result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Regularizer {
    /// `l1 sum(|x|) + l2 sum(x²)`
    L1L2 {
        /// The weight of the absolute values.
        l1: f64,
        /// The weight of the squares.
        l2: f64,
    },
    /// Drives the rows (or columns) of a matrix to be orthogonal: `factor` times half the mean of
    /// `|rowᵢ · rowⱼ|` over pairs of different normalised rows, as Keras has it.
    Orthogonal {
        /// The weight.
        factor: f64,
        /// Whether columns are meant.
        columns: bool,
    },
}

/// Where a parameter is put after each step.
#[derive(Debug, Clone, PartialEq)]
pub enum Constraint {
    /// Norms along `axis` are at most `max_value`: 2 and axis 0 where nothing is given.
    MaxNorm {
        /// The greatest norm.
        max_value: f64,
        /// The axes that a norm goes over.
        axis: Vec<i64>,
    },
    /// Nothing is below zero.
    NonNeg,
    /// Norms along `axis` are 1.
    UnitNorm {
        /// The axes that a norm goes over.
        axis: Vec<i64>,
    },
    /// Norms along `axis` move into `[min_value, max_value]` by the share `rate`.
    MinMaxNorm {
        /// The least norm.
        min_value: f64,
        /// The greatest norm.
        max_value: f64,
        /// How much of the way is taken in a step.
        rate: f64,
        /// The axes that a norm goes over.
        axis: Vec<i64>,
    },
}

/// A parameter in the layout of the language, which is Keras'.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// `layer/kernel` or `layer/bias`.
    pub name: String,
    /// Its shape: `(inputs, units)`, `(height, width, channels / groups, filters)`, `(units)`.
    pub shape: Vec<u64>,
    /// How it gets its first values.
    pub initializer: Initializer,
    /// Whether training changes it: not where the layer says `trainable=false`.
    pub trainable: bool,
    /// What is added to the loss for its size.
    pub regularizer: Option<Regularizer>,
    /// Where it is put after each step.
    pub constraint: Option<Constraint>,
    /// Whether its second quarter begins as ones: the forget gate's part of the bias of an LSTM with
    /// `unit_forget_bias`.
    pub unit_forget_bias: bool,
}

impl Parameter {
    pub(super) fn new(name: String, shape: Vec<u64>, initializer: Initializer) -> Self {
        Self {
            name,
            shape,
            initializer,
            trainable: true,
            regularizer: None,
            constraint: None,
            unit_forget_bias: false,
        }
    }

    /// How many numbers it holds.
    pub fn count(&self) -> u64 {
        self.shape.iter().product()
    }

    /// Fan-in and fan-out as Keras counts them; for a vector both are its length.
    pub fn fans(&self) -> (u64, u64) {
        match self.shape.as_slice() {
            [] => (1, 1),
            [length] => (*length, *length),
            [field @ .., inputs, outputs] => {
                let field: u64 = field.iter().product();
                (field * inputs, field * outputs)
            }
        }
    }

    /// Takes what a layer says of its weights: `kernel_regularizer` is that of every kernel.
    pub(super) fn follow<'a>(&mut self, find: impl Fn(&str) -> Option<&'a Argument>) {
        let part = self.name.rsplit('/').next().unwrap_or_default();
        // `depthwise_kernel` has its `depthwise_regularizer`, `recurrent_kernel` likewise.
        let stem = match part.strip_suffix("_kernel") {
            Some(stem) => stem,
            None => part,
        };
        if let Some(Argument::Regularizer(regularizer)) = find(&[stem, "_regularizer"].concat()) {
            self.regularizer = Some(*regularizer);
        }
        if let Some(Argument::Constraint(constraint)) = find(&[stem, "_constraint"].concat()) {
            self.constraint = Some(constraint.clone());
        }
        if let Some(Argument::Flag(false)) = find("trainable") {
            self.trainable = false;
        }
    }
}

/// What a layer asks for under a name.
pub(super) fn asked<'a>(requests: &'a [Request], name: &str) -> Option<&'a Argument> {
    let request = requests.iter().find(|request| request.name == name)?;
    Some(&request.value)
}
