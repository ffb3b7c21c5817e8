//! The twins for TensorFlow, as the examples of the crate `tensorflow` would have them.

mod cnn;
mod deep_mlp;
mod layers;
mod optimizer;
mod simple_mlp;
mod training;

pub use cnn::cnn;
pub use deep_mlp::deep_mlp;
pub use simple_mlp::simple_mlp;

use crate::backend::Factory;
use crate::backend::tensorflow::Data;

/// The twin of a model, where there is one.
pub fn twin(model: &str) -> Option<Factory<Data>> {
    match model {
        "cnn" => Some(cnn),
        "deep_mlp" => Some(deep_mlp),
        "simple_mlp" => Some(simple_mlp),
        _ => None,
    }
}
