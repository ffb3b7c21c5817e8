//! How a network is trained.

use super::Schedule;

/// What training makes small, averaged over the batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// `-log p[label]` for labels that are class indices.
    SparseCategoricalCrossentropy,
    /// `-sum(y log p)`
    CategoricalCrossentropy,
    /// `-y log p - (1 - y) log (1 - p)`
    BinaryCrossentropy,
    /// The mean of squared differences.
    MeanSquaredError,
    /// The mean of absolute differences.
    MeanAbsoluteError,
    /// Squared near 0, absolute beyond 1.
    Huber,
    /// `sum(y log (y / p))`
    KlDivergence,
}

/// The arguments of a loss; defaults as in Keras.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LossOptions {
    /// Whether the network computes logits, to which the loss applies softmax or sigmoid; false.
    pub from_logits: bool,
    /// The share of each target that is spread over all classes; 0.
    pub label_smoothing: f64,
    /// Where `huber` goes over from squares to absolute values; 1.
    pub delta: f64,
    /// A label of `sparse_categorical_crossentropy` whose samples count nothing.
    pub ignore_class: Option<i64>,
    /// How the losses of a batch become one number.
    pub reduction: Reduction,
}

impl Default for LossOptions {
    fn default() -> Self {
        Self {
            from_logits: false,
            label_smoothing: 0.0,
            delta: 1.0,
            ignore_class: None,
            reduction: Reduction::Mean,
        }
    }
}

/// How the losses of a batch become one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reduction {
    /// The mean: Keras' `sum_over_batch_size`.
    Mean,
    /// The sum.
    Sum,
}

/// How the parameters follow the gradient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Optimizer {
    /// Adam (Kingma and Ba 2015).
    Adam(Adam),
    /// Adam with decoupled weight decay (Loshchilov and Hutter 2019), which is in [`Updates`].
    AdamW(Adam),
    /// Adamax (Kingma and Ba 2015): the moment is the greatest gradient.
    Adamax(Adam),
    /// Adam with Nesterov's momentum (Dozat 2016).
    Nadam(Adam),
    /// Stochastic gradient descent.
    Sgd(Sgd),
    /// RMSprop (Hinton 2012).
    RmsProp(RmsProp),
    /// Adagrad (Duchi, Hazan and Singer 2011).
    Adagrad(Adagrad),
    /// Adadelta (Zeiler 2012).
    Adadelta(Adadelta),
}

impl Optimizer {
    /// The name as the language writes it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Adam(_) => "Adam",
            Self::AdamW(_) => "AdamW",
            Self::Adamax(_) => "Adamax",
            Self::Nadam(_) => "Nadam",
            Self::Sgd(_) => "SGD",
            Self::RmsProp(_) => "RMSprop",
            Self::Adagrad(_) => "Adagrad",
            Self::Adadelta(_) => "Adadelta",
        }
    }

    /// The step size; what a schedule begins with where there is one.
    pub fn learning_rate(&self) -> f64 {
        match self {
            Self::Adam(it) | Self::AdamW(it) | Self::Adamax(it) | Self::Nadam(it) => {
                it.learning_rate
            }
            Self::Sgd(it) => it.learning_rate,
            Self::RmsProp(it) => it.learning_rate,
            Self::Adagrad(it) => it.learning_rate,
            Self::Adadelta(it) => it.learning_rate,
        }
    }

    pub(super) fn set_learning_rate(&mut self, rate: f64) {
        *match self {
            Self::Adam(it) | Self::AdamW(it) | Self::Adamax(it) | Self::Nadam(it) => {
                &mut it.learning_rate
            }
            Self::Sgd(it) => &mut it.learning_rate,
            Self::RmsProp(it) => &mut it.learning_rate,
            Self::Adagrad(it) => &mut it.learning_rate,
            Self::Adadelta(it) => &mut it.learning_rate,
        } = rate;
    }
}

/// What every optimiser of Keras can do beside its formula.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Updates {
    /// The learning rate as a function of the step.
    pub schedule: Option<Schedule>,
    /// Decoupled weight decay: before each step a weight loses `learning_rate · weight_decay` of itself.
    pub weight_decay: Option<f64>,
    /// What is done to gradients that are too large.
    pub clipping: Option<Clipping>,
}

/// What is done to gradients that are too large.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Clipping {
    /// The gradient of each parameter has at most this norm: `clipnorm`.
    Norm(f64),
    /// Each number of it lies within ± this: `clipvalue`.
    Value(f64),
    /// All gradients together have at most this norm: `global_clipnorm`.
    GlobalNorm(f64),
}

impl Default for Optimizer {
    /// Adam with its defaults.
    fn default() -> Self {
        Self::Adam(Adam::default())
    }
}

/// Arguments of `Adam`; defaults as in Keras.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adam {
    /// Step size; 0.001.
    pub learning_rate: f64,
    /// Decay of the first moment; 0.9.
    pub beta_1: f64,
    /// Decay of the second moment; 0.999.
    pub beta_2: f64,
    /// Keeps the division finite; 1e-7. It stands where the framework puts it.
    pub epsilon: f64,
    /// Whether the greatest second moment so far divides (Reddi, Kale and Kumar 2018); false.
    pub amsgrad: bool,
}

impl Default for Adam {
    fn default() -> Self {
        Self {
            learning_rate: 0.001,
            beta_1: 0.9,
            beta_2: 0.999,
            epsilon: 1e-7,
            amsgrad: false,
        }
    }
}

/// Arguments of `RMSprop`; defaults as in Keras.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RmsProp {
    /// Step size; 0.001.
    pub learning_rate: f64,
    /// Decay of the mean of squared gradients; 0.9.
    pub rho: f64,
    /// Share of the last step that is kept; 0.
    pub momentum: f64,
    /// Keeps the division finite; 1e-7. It stands where the framework puts it.
    pub epsilon: f64,
    /// Whether the variance of the gradient divides, not its mean square; false.
    pub centered: bool,
}

impl Default for RmsProp {
    fn default() -> Self {
        Self {
            learning_rate: 0.001,
            rho: 0.9,
            momentum: 0.0,
            epsilon: 1e-7,
            centered: false,
        }
    }
}

/// Arguments of `Adagrad`; defaults as in Keras.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adagrad {
    /// Step size; 0.001.
    pub learning_rate: f64,
    /// What the sum of squared gradients begins with; 0.1.
    pub initial_accumulator_value: f64,
    /// Keeps the division finite; 1e-7. It stands where the framework puts it.
    pub epsilon: f64,
}

impl Default for Adagrad {
    fn default() -> Self {
        Self {
            learning_rate: 0.001,
            initial_accumulator_value: 0.1,
            epsilon: 1e-7,
        }
    }
}

/// Arguments of `Adadelta`; defaults as in Keras.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adadelta {
    /// Step size; 0.001.
    pub learning_rate: f64,
    /// Decay of both means; 0.95.
    pub rho: f64,
    /// Keeps the division finite; 1e-7. It stands where the framework puts it.
    pub epsilon: f64,
}

impl Default for Adadelta {
    fn default() -> Self {
        Self {
            learning_rate: 0.001,
            rho: 0.95,
            epsilon: 1e-7,
        }
    }
}

/// Arguments of `SGD`; defaults as in Keras.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sgd {
    /// Step size; 0.01.
    pub learning_rate: f64,
    /// Share of the last step that is kept; 0.
    pub momentum: f64,
    /// Whether the momentum looks ahead.
    pub nesterov: bool,
}

impl Default for Sgd {
    fn default() -> Self {
        Self {
            learning_rate: 0.01,
            momentum: 0.0,
            nesterov: false,
        }
    }
}

/// What is counted beside the loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// The share of samples whose most probable class is their label.
    Accuracy,
    /// Another of Keras' metrics, by its name.
    Other(&'static str),
}

/// The section `train`, with defaults: Keras' `fit` where it has one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Training {
    /// Passes over the training split; 1.
    pub epochs: u64,
    /// Samples to a step; 32.
    pub batch_size: u64,
    /// The share of the training data, taken from its end, that is not trained on; 0.
    pub validation_split: f64,
    /// Whether each epoch has an order of its own; true.
    pub shuffle: bool,
    /// Seed of initial weights, order and dropout, where the file gives one.
    pub seed: Option<i64>,
}

impl Default for Training {
    fn default() -> Self {
        Self {
            epochs: 1,
            batch_size: 32,
            validation_split: 0.0,
            shuffle: true,
            seed: None,
        }
    }
}
