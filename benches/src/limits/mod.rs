//! How near a generated program comes to what the machine can do: `neural-bench limits`.
//!
//! A training step cannot take less time than its matrix products and convolutions, each done by the same
//! library alone and again and again, and than the memory takes to bring what has to be read and
//! written once: the batch, and the parameters with what the optimiser holds. That sum is what is *attainable*;
//! what a step takes more goes to everything else, and [`Phases`] say where.

mod bandwidth;
mod evidence;
mod measure;
mod phases;
mod product;
mod report;
mod run;
mod traffic;

pub use evidence::{Cell, Evidence, Limits, Overhead, Process, SCHEMA, Timed};
pub use measure::measure;
pub use phases::Phases;
pub use product::{Form, Pass, Product, products};
pub use report::markdown;
pub use run::Run;
pub use traffic::Traffic;

use crate::Result;

/// Something that a library does again and again.
pub struct Repeated {
    /// How often a call does it.
    pub times: usize,
    /// The call.
    pub call: Box<dyn FnMut() -> Result<()>>,
}
