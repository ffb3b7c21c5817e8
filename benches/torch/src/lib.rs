//! PyTorch through `tch`.

#[macro_use]
mod adapter;
mod data;
pub mod handwritten;
mod product;
mod runtime;
mod variables;

pub use data::{Data, Samples};
pub use variables::{set_weights, weights};

use std::process::ExitCode;

use neural_dsl::codegen::torch::{ParameterLayout, layout};
use neural_dsl::codegen::{Optimizations, Options};
use neural_dsl::network::Network;

use neural_bench::Result;
use neural_bench::backend::{Ablation, Backend, Factory, Framework, Generated, Runtime};
use neural_bench::dataset::Dataset;
use neural_bench::limits::{Form, Pass, Repeated};
use neural_bench::program::Weights;
use neural_bench_torch_observer as observer;

/// PyTorch.
#[derive(Debug)]
pub enum Torch {}

/// A worker: what its `main` does. Here and not there, so that it is compiled once for all executables.
pub fn serve() -> ExitCode {
    neural_bench::worker::serve::<Torch>()
}

/// The Criterion target, likewise.
pub fn bench() -> ExitCode {
    neural_bench::bench::run::<Torch>()
}

impl Framework for Torch {
    const NAME: Backend = Backend::Torch;

    type Data = Data;

    fn start(threads: usize) -> Result<Runtime> {
        runtime::start(threads)
    }

    fn data(dataset: &Dataset) -> Result<Data> {
        Data::new(dataset)
    }

    fn write_operators(on: bool) {
        observer::write_operators(on);
    }

    fn product(form: &Form, pass: Pass) -> Result<Repeated> {
        product::product(form, pass)
    }

    fn smallest_operation() -> Result<Repeated> {
        Ok(product::smallest())
    }

    fn generated() -> &'static [Generated<Data>] {
        generated::PROGRAMS
    }

    fn ablations() -> &'static [Ablation<Data>] {
        generated::ABLATIONS
    }

    fn handwritten(model: &str) -> Option<Factory<Data>> {
        handwritten::twin(model)
    }

    fn usual(model: &str) -> Option<Factory<Data>> {
        handwritten::usual(model)
    }

    fn from_language(
        network: &Network,
        weights: Vec<Weights>,
        optimizations: Optimizations,
    ) -> Vec<Weights> {
        let options = Options {
            optimizations,
            ..Options::default()
        };
        layout(network, &options)
            .iter()
            .zip(weights)
            .map(|(layout, weights)| permuted(layout, weights))
            .collect()
    }
}

/// The programs that the build script made.
pub mod generated {
    use tch::kind::Element;

    use super::Data;
    use super::adapter::{Functions, build};
    use neural_bench::Result;
    use neural_bench::backend::{Ablation, Generated, Variant};
    use neural_bench::program::{Evaluation, Program, Settings};

    #[cfg(feature = "ablation")]
    use neural_dsl::codegen::Optimization;

    include!(concat!(env!("OUT_DIR"), "/programs.rs"));
}

/// Brings a parameter into the layout that PyTorch has it in.
fn permuted(layout: &ParameterLayout, weights: Weights) -> Weights {
    let sizes: Vec<usize> = layout.view.iter().map(|&n| n as usize).collect();
    let mut strides = vec![1; sizes.len()];
    for axis in (1..sizes.len()).rev() {
        strides[axis - 1] = strides[axis] * sizes[axis];
    }
    let mut values = Vec::with_capacity(weights.values.len());
    let mut index = vec![0; sizes.len()];
    for _ in 0..weights.values.len() {
        let offset: usize = index.iter().zip(&strides).map(|(at, by)| at * by).sum();
        values.push(weights.values[offset]);
        // The next place, the program's last axis fastest.
        for &axis in layout.permute.iter().rev() {
            index[axis] += 1;
            if index[axis] < sizes[axis] {
                break;
            }
            index[axis] = 0;
        }
    }
    Weights {
        name: weights.name,
        shape: layout.shape.iter().map(|&n| n as usize).collect(),
        values,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_move_with_their_axes() {
        let layout = ParameterLayout {
            name: "dense/kernel".to_owned(),
            variable: "dense.weight".to_owned(),
            view: vec![1, 2, 3, 2],
            permute: vec![3, 2, 0, 1],
            shape: vec![2, 6],
        };
        let weights = Weights {
            name: "dense/kernel".to_owned(),
            shape: vec![6, 2],
            values: (0..12u8).map(f32::from).collect(),
        };
        let moved = permuted(&layout, weights);
        assert_eq!(moved.shape, [2, 6]);
        assert_eq!(
            moved.values,
            [0., 6., 2., 8., 4., 10., 1., 7., 3., 9., 5., 11.]
        );
    }
}
