//! The twins for PyTorch: the best programs that we know. `usual` is what one would write.

mod cnn;
mod deep_mlp;
mod layers;
mod memory;
mod optimizer;
mod perceptron;
mod simple_mlp;
mod training;
mod usual;

pub use cnn::cnn;
pub use deep_mlp::deep_mlp;
pub use simple_mlp::simple_mlp;

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

/// What one would write of a model, where the twin is another program.
pub fn usual(model: &str) -> Option<Factory<Data>> {
    match model {
        "cnn" => Some(usual::cnn),
        "deep_mlp" => Some(usual::deep_mlp),
        "simple_mlp" => Some(usual::simple_mlp),
        _ => None,
    }
}
