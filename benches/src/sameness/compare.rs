//! Comparing two traces.

use super::FORM_TOLERANCE;
use super::trace::{STEPS, Trace, Values};

/// Whether two programs have the same parameters with the same values before training.
///
/// # Errors
/// The first difference, in words.
pub fn equal_start(left: &Trace, right: &Trace) -> Result<(), String> {
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
    equal_weights(left, &left.initial, &right.initial)
        .map_err(|difference| format!("before training, {difference}"))
}

/// Whether the outputs before training are equal to the last bit.
///
/// # Errors
/// The first difference, in words.
pub fn equal_outputs(left: &Trace, right: &Trace) -> Result<(), String> {
    equal_numbers("output", &left.outputs, &right.outputs)
}

/// Whether the losses of all steps and of a short epoch behind them, and the weights after both, are equal to the last
/// bit.
///
/// # Errors
/// The first difference, in words.
pub fn equal_steps(left: &Trace, right: &Trace) -> Result<(), String> {
    equal_numbers("loss of step", &left.losses, &right.losses)?;
    if left.epoch.map(f64::to_bits) != right.epoch.map(f64::to_bits) {
        let shown = |epoch: Option<f64>| epoch.map_or("none".to_owned(), |it| format!("{it:e}"));
        return Err(format!(
            "loss of a short epoch: {} against {}",
            shown(left.epoch),
            shown(right.epoch)
        ));
    }
    let steps = left.losses.len();
    equal_weights(left, &left.trained, &right.trained)
        .map_err(|difference| format!("after {steps} steps and a short epoch, {difference}"))
}

/// Whether two programs of one backend did the same to the last bit: [`equal_start`],
/// [`equal_outputs`] and [`equal_steps`].
///
/// # Errors
/// The first difference, in words.
pub fn equal(left: &Trace, right: &Trace) -> Result<(), String> {
    equal_start(left, right)?;
    equal_outputs(left, right)?;
    equal_steps(left, right)
}

/// Whether the values of the parameters are equal, which `of` names.
fn equal_weights(of: &Trace, left: &[Values], right: &[Values]) -> Result<(), String> {
    if left.len() != right.len() {
        let (one, other) = (left.len(), right.len());
        return Err(format!(
            "there are values of {one} parameters and of {other}"
        ));
    }
    let names = of.parameters.iter().map(|parameter| &parameter.name);
    for (name, (one, other)) in names.zip(left.iter().zip(right)) {
        if one != other {
            return Err(format!(
                "`{name}` has other values: their norms are {:e} and {:e}",
                one.norm, other.norm
            ));
        }
    }
    Ok(())
}

fn equal_numbers(what: &str, left: &[f32], right: &[f32]) -> Result<(), String> {
    same_length(what, left, right)?;
    for (index, (one, other)) in left.iter().zip(right).enumerate() {
        if one.to_bits() != other.to_bits() {
            return Err(format!(
                "{what} {}: {one:e} against {other:e}, {:.1e} apart",
                index + 1,
                (f64::from(*one) - f64::from(*other)).abs()
            ));
        }
    }
    Ok(())
}

/// The greatest relative difference between the losses of two programs.
///
/// # Errors
/// Where it is above the tolerance, in words.
pub fn close(left: &Trace, right: &Trace, tolerance: f64) -> Result<f64, String> {
    close_losses(&left.losses, &right.losses, tolerance)
}

/// Whether two builds' programs are the same network in whatever forms, each with dropout and without:
/// the same parameters, and ten losses without dropout within [`FORM_TOLERANCE`]. With dropout the forms
/// may draw other masks, but then it has to make a difference to both. What was found is the result, in
/// words.
///
/// # Errors
/// The first difference, in words.
pub fn close_forms(left: [&Trace; 2], right: [&Trace; 2]) -> Result<String, String> {
    let [dropped, plain] = [0, 1].map(|index| (left[index], right[index]));
    for (one, other) in [dropped, plain] {
        if one.parameters != other.parameters {
            return Err("the parameters have other names or shapes".to_owned());
        }
    }
    // Their order in memory may be another one.
    for (parameter, (one, other)) in
        (plain.0.parameters.iter()).zip(plain.0.initial.iter().zip(&plain.1.initial))
    {
        if (one.norm - other.norm).abs() > 1e-9 * one.norm.max(other.norm) {
            return Err(format!("`{}` begins with other values", parameter.name));
        }
    }
    let without = close(plain.0, plain.1, FORM_TOLERANCE)?;
    if let Ok(with) = close(dropped.0, dropped.1, FORM_TOLERANCE) {
        let greatest = without.max(with);
        return Ok(format!(
            "{STEPS} losses, with dropout and without, differ by {greatest:.1e} at most"
        ));
    }
    let drops =
        |index: usize, traces: [&Trace; 2]| traces[0].losses[index] != traces[1].losses[index];
    match [left, right].map(|traces| (0..traces[0].losses.len()).any(|index| drops(index, traces)))
    {
        [true, true] => Ok(format!(
            "{STEPS} losses without dropout differ by {without:.1e} at most; with it other masks are drawn"
        )),
        _ => Err("dropout takes place in one of both alone".to_owned()),
    }
}

/// The greatest relative difference between two lists of losses.
///
/// # Errors
/// Where it is above the tolerance, in words.
pub fn close_losses(left: &[f32], right: &[f32], tolerance: f64) -> Result<f64, String> {
    let relative = |one: f64, other: f64| {
        (one - other).abs() / one.abs().max(other.abs()).max(f64::MIN_POSITIVE)
    };
    greatest("loss of step", left, right, tolerance, relative)
}

/// The greatest difference between the outputs of two programs before training, which are
/// probabilities.
///
/// # Errors
/// Where it is above the tolerance, in words.
pub fn close_outputs(left: &Trace, right: &Trace, tolerance: f64) -> Result<f64, String> {
    let absolute = |one: f64, other: f64| (one - other).abs();
    greatest("output", &left.outputs, &right.outputs, tolerance, absolute)
}

/// The greatest distance between two lists of numbers.
fn greatest(
    what: &str,
    left: &[f32],
    right: &[f32],
    tolerance: f64,
    distance: impl Fn(f64, f64) -> f64,
) -> Result<f64, String> {
    same_length(what, left, right)?;
    if left.is_empty() {
        return Err(format!("there is no {what} to compare"));
    }
    let mut greatest = 0.0f64;
    for (index, (one, other)) in left.iter().zip(right).enumerate() {
        let difference = distance(f64::from(*one), f64::from(*other));
        // Nothing is close to a NaN.
        if difference.is_nan() || difference > tolerance {
            return Err(format!(
                "{what} {}: {one:e} against {other:e}, {difference:.1e} apart, \
                 more than {tolerance:.0e}",
                index + 1
            ));
        }
        greatest = greatest.max(difference);
    }
    Ok(greatest)
}

fn same_length(what: &str, left: &[f32], right: &[f32]) -> Result<(), String> {
    if left.len() == right.len() {
        return Ok(());
    }
    let (one, other) = (left.len(), right.len());
    Err(format!("{what}: there are {one} against {other}"))
}
