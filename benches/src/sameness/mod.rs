//! The gate: nothing is compared before it is shown to be the same.
//!
//! Two programs get the same initial weights and the same batches; what they then do is kept as a
//! [`Trace`]. Within a backend two traces must be equal to the last bit. To be equal is not yet to be
//! right, so both must also be close to a reference: the same network generated in float64. Across
//! backends dropout is left out and losses agree within a tolerance, for the libraries round
//! differently; their references agree all but exactly. [`gate()`] is what a cell has to pass.

mod compare;
mod gate;
mod trace;
mod weights;

pub use compare::{close, close_outputs, equal, equal_outputs, equal_start, equal_steps};
pub use gate::{Run, gate};
pub use trace::{Parameter, STEPS, Trace, Values, trace};
pub use weights::initial_weights;

/// The greatest relative difference that two backends' losses may have under SGD.
pub const SGD_TOLERANCE: f64 = 1e-5;

/// The same under Adam, whose epsilon stands where each framework puts it.
pub const ADAM_TOLERANCE: f64 = 5e-3;

/// The greatest difference that a probability may have from the float64 reference before training.
pub const OUTPUTS_TOLERANCE: f64 = 1e-5;

/// The greatest relative difference that ten losses under SGD may have from the float64 reference.
pub const REFERENCE_TOLERANCE: f64 = 1e-5;

/// The same under the network's own optimiser.
pub const REFERENCE_OPTIMIZER_TOLERANCE: f64 = 1e-1;

/// The greatest difference that two backends' references may have, of a probability or, relative, of
/// a loss under SGD.
pub const ACROSS_REFERENCES_TOLERANCE: f64 = 1e-6;
