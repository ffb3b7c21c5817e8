//! What a cell has to pass before it is timed.

use anyhow::{Context, Error};

use super::{
    FORM_TOLERANCE, OUTPUTS_TOLERANCE, REFERENCE_TOLERANCE, STEPS, Trace, close, close_outputs,
    equal, equal_outputs, equal_start, equal_steps,
};
use crate::Result;
use crate::backend::Variant;
use crate::subject::Side;

/// A run of a program that the gate asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// From the initial weights that the program draws itself.
    Drawn(Side, Variant),
    /// From the initial weights that every program is given.
    Given(Side, Variant),
}

/// Shows that a generated program and its twin are the same network, and the right one:
///
/// 1. names, shapes and count of the parameters are equal;
/// 2. so are the initial weights that they draw from the seed;
/// 3. the outputs before training are equal to the last bit, and within [`OUTPUTS_TOLERANCE`] of the
///    float64 reference;
/// 4. the losses of ten steps and of a short epoch behind them, and the weights after both, are equal to the last bit, and under SGD
///    without dropout the losses are within [`REFERENCE_TOLERANCE`] of the reference.
/// 5. what the compiler does for speed changes the outputs before training by no more than
///    [`OUTPUTS_TOLERANCE`], and ten losses without dropout by no more than [`FORM_TOLERANCE`]; the result
///    says whether anything changed at all;
/// 6. with `usual`, the hand-written program of the framework's documentation is equal to the last bit to
///    the one that is generated with nothing done for speed.
///
/// `run` is asked for one run after the other, so that nothing runs behind a difference. What was
/// found is the result, in words. A few layers cannot be trained in float64 on every backend; without
/// `reference` that part is left out, and the result says so.
///
/// # Errors
/// The first difference, with its place and size, or why a program failed.
pub fn gate(
    reference: bool,
    usual: bool,
    mut run: impl FnMut(Run) -> Result<Trace>,
) -> Result<String> {
    let drawn = run(Run::Drawn(Side::Dsl, Variant::AsWritten))?;
    let twin_drawn = run(Run::Drawn(Side::Handwritten, Variant::AsWritten))?;
    same(equal_start(&drawn, &twin_drawn), TWIN)?;

    let given = run(Run::Given(Side::Dsl, Variant::AsWritten))?;
    let twin_given = run(Run::Given(Side::Handwritten, Variant::AsWritten))?;
    same(equal_outputs(&given, &twin_given), TWIN)?;
    let reference = match reference {
        true => {
            let reference = run(Run::Given(Side::Dsl, Variant::Float64Sgd))?;
            same(equal_start(&given, &reference), REFERENCE)?;
            let outputs = close_outputs(&given, &reference, OUTPUTS_TOLERANCE);
            Some((same(outputs, REFERENCE)?, reference))
        }
        false => None,
    };

    same(equal_steps(&given, &twin_given), TWIN)?;
    same(equal_steps(&drawn, &twin_drawn), TWIN)?;
    let rounding = match reference {
        Some((outputs, reference)) => {
            let single = run(Run::Given(Side::Dsl, Variant::WithoutDropoutSgd))?;
            let losses = same(close(&single, &reference, REFERENCE_TOLERANCE), REFERENCE)?;
            format!(
                "outputs are within {outputs:.1e} of float64, {STEPS} losses under SGD within \
                 {losses:.1e}"
            )
        }
        None => "there is no float64 reference".to_owned(),
    };
    let forms = forms(&mut run)?;
    let usual = match usual {
        true => {
            for as_documented in [Run::Drawn, Run::Given] {
                let plain = run(as_documented(Side::Dsl, Variant::Plain))?;
                let usual = run(as_documented(Side::Usual, Variant::AsWritten))?;
                same(equal(&plain, &usual), USUAL)?;
            }
            "; without optimizations it is equal to the last bit to the usual program"
        }
        false => "",
    };
    Ok(format!(
        "parameters, initial weights, outputs, {STEPS} losses, that of a short epoch and the weights after \
         them are equal to the last bit; {rounding}; {forms}{usual}"
    ))
}

/// What optimizations do to outputs and losses, in words.
fn forms(run: &mut impl FnMut(Run) -> Result<Trace>) -> Result<String> {
    let [optimized, plain] = [Variant::WithoutDropout, Variant::PlainWithoutDropout]
        .map(|variant| run(Run::Given(Side::Dsl, variant)));
    let (optimized, plain) = (optimized?, plain?);
    // Weights may be in another order of axes, so these are not compared.
    let outputs = same(close_outputs(&optimized, &plain, OUTPUTS_TOLERANCE), FORMS)?;
    let losses = same(close(&optimized, &plain, FORM_TOLERANCE), FORMS)?;
    if outputs == 0.0 && losses == 0.0 {
        return Ok("optimizations change no bit of outputs and losses".to_owned());
    }
    Ok(format!(
        "optimizations change outputs by {outputs:.1e} and {STEPS} losses by {losses:.1e}"
    ))
}

const TWIN: &str = "generated against hand-written";
const FORMS: &str = "optimized against plain";
const USUAL: &str = "plain against the usual program";
const REFERENCE: &str = "generated against its float64 reference";

/// The outcome of a comparison, a difference under the title of what was compared.
fn same<T>(outcome: Result<T, String>, compared: &'static str) -> Result<T> {
    outcome.map_err(Error::msg).context(compared)
}
