//! A multilayer perceptron with three hidden layers.

use std::rc::Rc;

use tch::nn;

use super::layers::linear;
use crate::Data;
use crate::handwritten::training::Training;
use neural_bench::Result;
use neural_bench::program::{Program, Settings};

const IMAGE_DIM: i64 = 784;
const LABELS: i64 = 10;

fn net(vs: &nn::Path, dropout: bool) -> nn::SequentialT {
    let rate = if dropout { 0.3 } else { 0.0 };
    nn::seq_t()
        .add_fn(|xs| xs.flat_view())
        .add(linear(vs / "dense", IMAGE_DIM, 512))
        .add_fn(|xs| xs.relu())
        .add_fn_t(move |xs, train| xs.dropout(rate, train))
        .add(linear(vs / "dense_1", 512, 256))
        .add_fn(|xs| xs.relu())
        .add_fn_t(move |xs, train| xs.dropout(rate, train))
        .add(linear(vs / "dense_2", 256, 128))
        .add_fn(|xs| xs.relu())
        .add_fn_t(move |xs, train| xs.dropout(rate, train))
        .add(linear(vs / "dense_3", 128, LABELS))
}

/// What one would write of `deep_mlp.neural`.
///
/// # Errors
/// Where libtorch refuses it.
pub fn deep_mlp(settings: &Settings, data: &Rc<Data>) -> Result<Box<dyn Program>> {
    let training = Training::<_, nn::Optimizer>::new(
        settings,
        data,
        |it| &it.images,
        |vs| net(vs, settings.dropout),
    )?;
    Ok(Box::new(training))
}
