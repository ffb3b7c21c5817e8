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

pub use compare::{
    close, close_forms, close_losses, close_outputs, equal, equal_outputs, equal_start, equal_steps,
};
pub use gate::{Run, gate};
pub use trace::{Parameter, STEPS, Trace, Values, trace};
pub use weights::initial_weights;

/// The greatest relative difference that two backends' losses may have under SGD.
pub const SGD_TOLERANCE: f64 = 1e-5;

/// The same under Adam, whose epsilon stands where each framework puts it.
pub const ADAM_TOLERANCE: f64 = 5e-3;

/// The greatest relative difference that ten losses of two forms of a program may have, such as with and
/// without optimizations.
pub const FORM_TOLERANCE: f64 = 1e-3;

/// The greatest difference that a probability may have from the float64 reference before training.
///
/// Measured on the three models, both backends and eight seeds: 2.2e-8 to 8.9e-8. The room above that
/// is for networks with greater logits, whose last bits weigh more.
pub const OUTPUTS_TOLERANCE: f64 = 1e-5;

/// The greatest relative difference that ten losses under SGD may have from the float64 reference.
///
/// Measured as above: 1.0e-7 to 2.0e-7 in 44 of 48 runs, and 2.2e-6 to 3.5e-6 in four of deep_mlp, two
/// seeds on both backends.
pub const REFERENCE_TOLERANCE: f64 = 5e-5;

/// The same under the network's own optimiser.
///
/// Measured as above with Adam: 1.0e-7 to 2.1e-4. Adam divides by what is nearly zero where a gradient
/// is, so that the last bits of such a gradient become a whole step.
pub const REFERENCE_OPTIMIZER_TOLERANCE: f64 = 5e-3;

/// The greatest difference that two backends' references may have, of a probability or, relative, of
/// a loss under SGD: one unit in the last place of the float32 to which they are rounded.
///
/// Measured as above: none at all.
pub const ACROSS_REFERENCES_TOLERANCE: f64 = f32::EPSILON as f64;
