//! What a program does in its first steps.

use anyhow::{Context, bail, ensure};
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

/// The values of a parameter, as far as they are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Values {
    /// SHA-256 of the values, so that one flipped bit shows.
    pub sha256: String,
    /// Their Euclidean norm, so that a difference has a size. Two of them are never closer than their
    /// norms.
    pub norm: f64,
}

/// What a program does in its first steps from given weights on given batches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// The parameters' values before any step.
    pub initial: Vec<Values>,
    /// The class probabilities of the prediction images before any step, image by image.
    pub outputs: Vec<f32>,
    /// The loss of each step, before the step.
    pub losses: Vec<f32>,
    /// The mean loss of a sample in a short epoch after the steps: a whole batch and a part of one. None of a build
    /// that did not look at it yet.
    #[serde(default)]
    pub epoch: Option<f64>,
    /// The parameters' values after all that.
    pub trained: Vec<Values>,
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

/// Runs a program from these weights over these batches, then an epoch of these rows; from its own initial weights where
/// there are none.
///
/// # Errors
/// Where the program fails, or an output or a loss is not a finite number.
pub fn trace(
    program: &mut dyn Program,
    initial: Option<&[Weights]>,
    batches: &[&[i64]],
    epoch: &[i64],
    predictions: usize,
) -> Result<Trace> {
    if let Some(weights) = initial {
        program
            .set_weights(weights)
            .context("it does not take the initial weights")?;
    }
    program.restart()?;
    let weights = program.weights()?;
    let initial = weights.iter().map(kept).collect();
    let outputs = program.predict(predictions)?;
    if let Some(index) = outputs.iter().position(|output| !output.is_finite()) {
        bail!("output {} is {}", index + 1, outputs[index]);
    }
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
    let epoch = program.epoch(epoch)?;
    ensure!(epoch.is_finite(), "the loss of an epoch is {epoch}");
    let parameters = weights.into_iter().map(|weights| Parameter {
        name: weights.name,
        shape: weights.shape,
    });
    Ok(Trace {
        parameters: parameters.collect(),
        initial,
        outputs,
        losses,
        epoch: Some(epoch),
        trained: program.weights()?.iter().map(kept).collect(),
    })
}

fn kept(weights: &Weights) -> Values {
    let mut hasher = Sha256::new();
    let mut squares = 0.0;
    for &value in &weights.values {
        hasher.update(value.to_le_bytes());
        squares += f64::from(value) * f64::from(value);
    }
    Values {
        sha256: crate::hex(&hasher.finalize()),
        norm: squares.sqrt(),
    }
}
