//! What a run leaves behind.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Phases, Product, Traffic};
use crate::backend::Backend;
use crate::record::{Environment, Plan, Samples};
use crate::report::write_atomic;
use crate::{Result, results};

/// The version of the form of [`Evidence`]; a reader refuses another one.
pub const SCHEMA: &str = "neural-bench/limits/1";

/// A run of `neural-bench limits`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// [`SCHEMA`].
    pub schema: String,
    /// Where and with what it ran.
    pub environment: Environment,
    /// What was asked for.
    pub plan: Plan,
    /// The processes in the order in which they ran.
    pub processes: Vec<Process>,
}

/// A process that measured a model on a library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Process {
    /// The model's name.
    pub model: String,
    /// The library.
    pub backend: Backend,
    /// What it measured.
    pub limits: Option<Limits>,
    /// Why it failed, where it did.
    pub failed: Option<String>,
}

/// What a process measured: the generated program, and what the library does of the same shapes alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Samples to a step.
    pub batch: u64,
    /// Images to an epoch.
    pub images: u64,
    /// Seconds of an epoch.
    pub epoch: f64,
    /// Seconds of a training step on a whole batch.
    pub step: f64,
    /// Where they go; none of a program that cannot be taken apart.
    pub phases: Option<Phases>,
    /// The products of a step, each alone.
    pub products: Vec<Timed>,
    /// The bytes of a step.
    pub traffic: Traffic,
    /// Bytes a second that the memory moves.
    pub memory_bandwidth: f64,
    /// Bytes a second of arrays as large as the parameters with their gradients and running means.
    pub parameter_bandwidth: f64,
    /// Floating-point operations a second of the library's matrix product of two 1,024 x 1,024 matrices.
    pub peak: f64,
    /// What the library takes for doing nothing.
    pub overhead: Overhead,
}

/// A product and the seconds that the library takes for it alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timed {
    /// The product.
    pub product: Product,
    /// Seconds.
    pub seconds: f64,
}

/// What a library takes for doing nothing, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Overhead {
    /// An operation on one value.
    pub operation: f64,
    /// A call into the library that runs a whole step: an empty `Session::run`. Zero where every operation
    /// is a call of its own.
    pub run: f64,
}

impl Limits {
    /// Seconds that a step takes at least: its products as the library does them alone, and bringing batch and
    /// parameters through the memory.
    pub fn attainable(&self) -> f64 {
        let products: f64 = self.products.iter().map(|it| it.seconds).sum();
        products
            + self.traffic.data as f64 / self.memory_bandwidth
            + self.traffic.optimizer as f64 / self.parameter_bandwidth
    }

    /// The share of an epoch's time that is attainable.
    pub fn share(&self) -> f64 {
        self.attainable() * self.images as f64 / self.batch as f64 / self.epoch
    }

    /// Floating-point operations of a step.
    pub fn operations(&self) -> u64 {
        self.products.iter().map(|it| it.product.operations).sum()
    }

    /// Floating-point operations a second over an epoch.
    pub fn rate(&self) -> f64 {
        self.operations() as f64 * self.images as f64 / self.batch as f64 / self.epoch
    }

    /// Seconds of a step that go to having operations done at all, as far as an operation on one value
    /// tells: part of forward and backward on torch, of the rest on TensorFlow.
    pub fn dispatch(&self) -> Option<f64> {
        Some(self.phases?.operations * self.overhead.operation + self.overhead.run)
    }
}

impl Evidence {
    /// Writes `limits.json` into a folder, whole or not at all.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        write_atomic(folder.join("limits.json"), serde_json::to_vec(self)?)
    }

    /// Reads what [`Self::write`] wrote.
    ///
    /// # Errors
    /// Where it is missing or of another form.
    pub fn read(folder: &Path) -> Result<Self> {
        results::read_kept(&folder.join("limits.json"), SCHEMA)
    }

    /// The models on the libraries, each once, in the order of their names, with what was measured of them.
    pub fn cells(&self) -> Vec<Cell<'_>> {
        let mut cells: Vec<Cell<'_>> = Vec::new();
        for process in &self.processes {
            let Some(limits) = &process.limits else {
                continue;
            };
            let (model, backend) = (process.model.as_str(), process.backend);
            match cells
                .iter_mut()
                .find(|cell| cell.model == model && cell.backend == backend)
            {
                Some(cell) => cell.limits.push(limits),
                None => cells.push(Cell {
                    model,
                    backend,
                    limits: vec![limits],
                }),
            }
        }
        cells.sort_by_key(|cell| (cell.backend, cell.model));
        cells
    }
}

/// A model on a library.
#[derive(Debug, Clone)]
pub struct Cell<'e> {
    /// The model's name.
    pub model: &'e str,
    /// The library.
    pub backend: Backend,
    /// What each process measured; at least one has.
    pub limits: Vec<&'e Limits>,
}

impl Cell<'_> {
    /// The median over the processes.
    pub fn median(&self, figure: impl Fn(&Limits) -> f64) -> f64 {
        let figures = self.limits.iter().map(|it| figure(it)).collect();
        Samples(figures).median().unwrap_or(f64::NAN)
    }
}
