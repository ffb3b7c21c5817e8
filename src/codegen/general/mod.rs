//! What the programs for networks of any kind have in common, whatever their target: names, weights, and
//! a line or two for each layer.
//!
//! A layer becomes a call of a function that the program defines for itself (`convolve`, `run_lstm`), or
//! a chain of methods of a value. Targets define the functions under the same names; how methods are
//! spelled is a [`Dialect`].

pub(super) mod body;
pub(super) mod constraints;
mod dialect;
pub(super) mod draw;
pub(super) mod functions;
pub(super) mod head;
pub(super) mod layers;
pub(super) mod losses;
pub(super) mod metrics;
pub(super) mod plan;
mod reasons;
pub(super) mod regularizers;
pub(super) mod requests;
mod results;
pub(super) mod schedules;
pub(super) mod streams;
mod unexpressed;

pub(super) use body::Body;
pub(super) use dialect::{Dialect, Form, OwnDraws};
pub(super) use plan::Plan;
pub(super) use results::Results;
