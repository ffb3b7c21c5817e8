//! The twins for TensorFlow, in the style of the examples of the crate `tensorflow`.

mod cnn;
mod deep_mlp;
mod layers;
mod optimizer;
mod simple_mlp;
mod training;
mod usual_cnn;

pub use cnn::cnn;
pub use deep_mlp::deep_mlp;
pub use simple_mlp::simple_mlp;
pub use usual_cnn::usual_cnn;

use crate::Data;
use neural_bench::backend::Factory;

/// The twin of a model, where there is one.
pub fn twin(model: &str) -> Option<Factory<Data>> {
    match model {
        "cnn" => Some(cnn),
        "deep_mlp" => Some(deep_mlp),
        "simple_mlp" => Some(simple_mlp),
        _ => None,
    }
}

/// What one would write of a model, where the twin is another program. Of the perceptrons it is not:
/// TensorFlow's own operations leave nothing to gain there.
pub fn usual(model: &str) -> Option<Factory<Data>> {
    (model == "cnn").then_some(usual_cnn)
}
