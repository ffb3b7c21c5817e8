//! A multilayer perceptron with one hidden layer.

use std::rc::Rc;

use tch::nn;

use super::layers::linear;
use crate::Data;
use crate::handwritten::training::Training;
use neural_bench::Result;
use neural_bench::program::{Program, Settings};

const IMAGE_DIM: i64 = 784;
const HIDDEN_NODES: i64 = 128;
const LABELS: i64 = 10;

fn net(vs: &nn::Path, dropout: bool) -> nn::SequentialT {
    let rate = if dropout { 0.2 } else { 0.0 };
    nn::seq_t()
        .add_fn(|xs| xs.flat_view())
        .add(linear(vs / "dense", IMAGE_DIM, HIDDEN_NODES))
        .add_fn(|xs| xs.relu())
        .add_fn_t(move |xs, train| xs.dropout(rate, train))
        .add(linear(vs / "dense_1", HIDDEN_NODES, LABELS))
}

/// What one would write of `simple_mlp.neural`.
///
/// # Errors
/// Where libtorch refuses it.
pub fn simple_mlp(settings: &Settings, data: &Rc<Data>) -> Result<Box<dyn Program>> {
    let training = Training::<_, nn::Optimizer>::new(
        settings,
        data,
        |it| &it.images,
        |vs| net(vs, settings.dropout),
    )?;
    Ok(Box::new(training))
}
