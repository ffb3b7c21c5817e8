//! Multilayer perceptrons on digits.

use std::rc::Rc;

use tch::Tensor;
use tch::nn::{self, ModuleT};

use super::layers::{dropout, linear, linear_forward};
use super::memory;
use super::optimizer::Optimizer;
use super::training::Training;
use crate::Data;
use neural_bench::Result;
use neural_bench::program::{Program, Settings};

const IMAGE_DIM: i64 = 784;
const LABELS: i64 = 10;

#[derive(Debug)]
struct Perceptron {
    hidden: Vec<nn::Linear>,
    output: nn::Linear,
    rate: f64,
}

impl ModuleT for Perceptron {
    fn forward_t(&self, xs: &Tensor, train: bool) -> Tensor {
        let xs = (self.hidden.iter()).fold(xs.flat_view(), |xs, layer| {
            dropout(linear_forward(&xs, layer).relu_(), self.rate, train)
        });
        xs.apply(&self.output)
    }
}

/// A perceptron with these hidden layers, each with ReLU and dropout behind it.
///
/// # Errors
/// Where libtorch refuses it.
pub(super) fn perceptron(
    hidden_nodes: &[i64],
    rate: f64,
    settings: &Settings,
    data: &Rc<Data>,
) -> Result<Box<dyn Program>> {
    memory::retain();
    let training = Training::<_, Optimizer>::new(
        settings,
        data,
        |it| &it.channels_last,
        |vs| {
            let mut in_dim = IMAGE_DIM;
            let mut hidden = Vec::new();
            for (number, &out_dim) in hidden_nodes.iter().enumerate() {
                hidden.push(linear(vs / name(number), in_dim, out_dim));
                in_dim = out_dim;
            }
            Perceptron {
                output: linear(vs / name(hidden.len()), in_dim, LABELS),
                hidden,
                rate: if settings.dropout { rate } else { 0. },
            }
        },
    )?;
    Ok(Box::new(training))
}

/// Keras' names of dense layers.
fn name(number: usize) -> String {
    match number {
        0 => "dense".to_owned(),
        _ => format!("dense_{number}"),
    }
}
