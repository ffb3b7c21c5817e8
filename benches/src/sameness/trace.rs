//! What a program does in its first steps.

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Result;
use crate::program::{Program, Weights};

/// Training steps that a trace has.
pub const STEPS: usize = 10;

/// Name and shape of a parameter, in the layout of its framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// The language's name: `conv2d_1/kernel`.
    pub name: String,
    /// Its shape.
    pub shape: Vec<usize>,
}

/// What a program does in its first steps from given weights on given batches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// SHA-256 of the outputs on the prediction images, before any step.
    pub outputs_sha256: String,
    /// The loss of each step, before the step.
    pub losses: Vec<f32>,
    /// SHA-256 of all weights after the last step.
    pub weights_sha256: String,
}

impl Trace {
    /// How many trained numbers the program has.
    pub fn parameter_count(&self) -> usize {
        self.parameters
            .iter()
            .map(|parameter| parameter.shape.iter().product::<usize>())
            .sum()
    }
}

/// Runs a program from these weights over these batches; from its own initial weights where there
/// are none.
///
/// # Errors
/// Where the program fails, or a loss is not a finite number.
pub fn trace(
    program: &mut dyn Program,
    initial: Option<&[Weights]>,
    batches: &[&[i64]],
    predictions: usize,
) -> Result<Trace> {
    if let Some(weights) = initial {
        program
            .set_weights(weights)
            .context("it does not take the initial weights")?;
    }
    program.restart()?;
    let parameters = program
        .weights()?
        .into_iter()
        .map(|weights| Parameter {
            name: weights.name,
            shape: weights.shape,
        })
        .collect();
    let outputs = program.predict(predictions)?;
    let mut losses = Vec::with_capacity(batches.len());
    for batch in batches {
        let loss = program.step(batch)?;
        ensure!(
            loss.is_finite(),
            "the loss of step {} is {loss}",
            losses.len() + 1
        );
        losses.push(loss);
    }
    let weights = program.weights()?;
    Ok(Trace {
        parameters,
        outputs_sha256: digest([outputs.as_slice()]),
        losses,
        weights_sha256: digest(weights.iter().map(|weights| weights.values.as_slice())),
    })
}

/// SHA-256 of the bytes of these numbers, so that one flipped bit shows.
fn digest<'a>(arrays: impl IntoIterator<Item = &'a [f32]>) -> String {
    let mut hasher = Sha256::new();
    for array in arrays {
        for value in array {
            hasher.update(value.to_le_bytes());
        }
    }
    crate::hex(&hasher.finalize())
}
