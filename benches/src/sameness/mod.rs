//! The gate: nothing is compared before it is shown to be the same.
//!
//! Two programs get the same initial weights and the same batches; what they then do is kept as a
//! [`Trace`]. Within a backend two traces must be equal to the last bit. Across backends dropout is
//! left out and losses agree within a tolerance, for the libraries round differently.

mod trace;
mod weights;

pub use trace::{Parameter, STEPS, Trace, trace};
pub use weights::initial_weights;

/// The greatest relative difference that two backends' losses may have under SGD.
pub const SGD_TOLERANCE: f64 = 1e-5;

/// The same under Adam, whose epsilon stands where each framework puts it.
pub const ADAM_TOLERANCE: f64 = 5e-3;

/// Whether two programs of one backend did the same to the last bit.
///
/// # Errors
/// The first difference, in words.
pub fn equal(left: &Trace, right: &Trace) -> Result<(), String> {
    if left.parameters.len() != right.parameters.len() {
        return Err(format!(
            "{} parameters against {}",
            left.parameters.len(),
            right.parameters.len()
        ));
    }
    for (one, other) in left.parameters.iter().zip(&right.parameters) {
        if one != other {
            return Err(format!(
                "parameter `{}` {:?} against `{}` {:?}",
                one.name, one.shape, other.name, other.shape
            ));
        }
    }
    if left.outputs_sha256 != right.outputs_sha256 {
        return Err("the outputs before training differ".to_owned());
    }
    for (step, (one, other)) in left.losses.iter().zip(&right.losses).enumerate() {
        if one.to_bits() != other.to_bits() {
            return Err(format!(
                "loss of step {}: {one:e} against {other:e}",
                step + 1
            ));
        }
    }
    if left.losses.len() != right.losses.len() {
        return Err(format!(
            "{} steps against {}",
            left.losses.len(),
            right.losses.len()
        ));
    }
    if left.weights_sha256 != right.weights_sha256 {
        return Err(format!(
            "the weights after {} steps differ",
            left.losses.len()
        ));
    }
    Ok(())
}

/// The greatest relative difference between the losses of two programs.
///
/// # Errors
/// Where it is above the tolerance, in words.
pub fn close(left: &Trace, right: &Trace, tolerance: f64) -> Result<f64, String> {
    if left.losses.len() != right.losses.len() || left.losses.is_empty() {
        return Err("they took different numbers of steps".to_owned());
    }
    let mut greatest = 0.0f64;
    for (step, (one, other)) in left.losses.iter().zip(&right.losses).enumerate() {
        let (one, other) = (f64::from(*one), f64::from(*other));
        let difference = (one - other).abs() / one.abs().max(other.abs()).max(f64::MIN_POSITIVE);
        // Nothing is close to a NaN.
        if difference.is_nan() || difference > tolerance {
            return Err(format!(
                "loss of step {}: {one:e} against {other:e}, {difference:.1e} apart, \
                 more than {tolerance:.0e}",
                step + 1
            ));
        }
        greatest = greatest.max(difference);
    }
    Ok(greatest)
}
