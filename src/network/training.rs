//! How a network is trained.

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

/// How the parameters follow the gradient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Optimizer {
    /// Adam (Kingma and Ba 2015).
    Adam(Adam),
    /// Stochastic gradient descent.
    Sgd(Sgd),
    /// Any other; its arguments are among the requests of the network.
    Other(Other),
}

/// The other optimisers of Keras.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// Adam with decoupled weight decay.
    AdamW,
    /// RMSprop.
    RmsProp,
    /// Adagrad.
    Adagrad,
    /// Adadelta.
    Adadelta,
    /// Adamax.
    Adamax,
    /// Adam with Nesterov's momentum.
    Nadam,
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
}

impl Default for Adam {
    fn default() -> Self {
        Self {
            learning_rate: 0.001,
            beta_1: 0.9,
            beta_2: 0.999,
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
