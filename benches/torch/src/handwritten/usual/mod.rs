//! The models as the examples of `tch` would have them.

mod cnn;
mod deep_mlp;
mod layers;
mod simple_mlp;

pub use cnn::cnn;
pub use deep_mlp::deep_mlp;
pub use simple_mlp::simple_mlp;
