//! TensorFlow through the crate of that name.

#[macro_use]
mod adapter;
#[macro_use]
mod trace;
mod data;
pub mod handwritten;
mod product;
mod real;
mod runtime;

pub use data::{Data, Samples};
pub use runtime::{session_options, start};

use std::process::ExitCode;

use neural_dsl::codegen::Optimizations;
use neural_dsl::network::Network;

use neural_bench::Result;
use neural_bench::backend::{Ablation, Backend, Factory, Framework, Generated, Runtime};
use neural_bench::dataset::Dataset;
use neural_bench::limits::{Form, Pass, Repeated};
use neural_bench::program::Weights;

/// TensorFlow.
#[derive(Debug)]
pub enum Tensorflow {}

/// A worker: what its `main` does. Here and not there, so that it is compiled once for all executables.
pub fn serve() -> ExitCode {
    neural_bench::worker::serve::<Tensorflow>()
}

/// The Criterion target, likewise.
pub fn bench() -> ExitCode {
    neural_bench::bench::run::<Tensorflow>()
}

impl Framework for Tensorflow {
    const NAME: Backend = Backend::Tensorflow;

    type Data = Data;

    fn start(threads: usize) -> Result<Runtime> {
        runtime::start(threads)
    }

    fn data(dataset: &Dataset) -> Result<Data> {
        Data::new(dataset)
    }

    fn product(form: &Form, pass: Pass) -> Result<Repeated> {
        product::product(form, pass)
    }

    fn smallest_operation() -> Result<Repeated> {
        product::smallest()
    }

    fn empty_run() -> Result<Option<Repeated>> {
        product::empty().map(Some)
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

    /// TensorFlow's layout is the language's.
    fn from_language(
        _network: &Network,
        weights: Vec<Weights>,
        _optimizations: Optimizations,
    ) -> Vec<Weights> {
        weights
    }
}

/// The programs that the build script made.
pub mod generated {
    use super::Data;
    use super::adapter::{Functions, build};
    use neural_bench::Result;
    use neural_bench::backend::{Ablation, Generated, Variant};
    use neural_bench::program::{Evaluation, Program, Settings};

    #[cfg(feature = "ablation")]
    use neural_dsl::codegen::Optimization;

    include!(concat!(env!("OUT_DIR"), "/programs.rs"));
}
