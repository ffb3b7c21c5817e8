//! Holds a program against its case.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use crate::case::{self, AfterSteps, Case, Steps, Values};
use crate::compare::deviation;
use crate::ledger;
use crate::program::{Gradients, Program};

/// How far a number may be off: float32 has 24 bits.
pub const TOLERANCE: f64 = 1e-5;

/// What is zero but for the rounding of float64, relative to what it is a difference of.
const ROUNDING: f64 = 1e-12;

const CELL_IS_TRAINED: &str =
    "`trainable=False` does not reach the cell, whose weights Keras trains";

const INNER_IS_TRAINED: &str =
    "`trainable=False` of a wrapper does not reach what it wraps, whose weights Keras trains";

const ACTIVITY_IS_LOST: &str =
    "`SimpleRNN` loses its `activity_regularizer`, which `LSTM` and `GRU` keep";

/// Cases in which Keras does not do what it documents: only their outputs are compared.
const OTHERWISE: &[(&str, &str)] = &[
    ("bidirectional_not_trainable", INNER_IS_TRAINED),
    ("convlstm1d_not_trainable", CELL_IS_TRAINED),
    ("convlstm2d_not_trainable", CELL_IS_TRAINED),
    ("convlstm3d_not_trainable", CELL_IS_TRAINED),
    (
        "multiheadattention_not_trainable",
        "`trainable=False` does not reach the dense layers inside, whose weights Keras trains",
    ),
    ("simplernn_regularizers", ACTIVITY_IS_LOST),
    ("simplernndropoutwrapper_regularizers", ACTIVITY_IS_LOST),
    ("timedistributed_not_trainable", INNER_IS_TRAINED),
];

/// Whose formula the optimisers follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    /// PyTorch's.
    Torch,
    /// TensorFlow's operators, Keras' own where it has none.
    Tensorflow,
}

/// What does not match; empty where everything does.
pub fn prove(case: &Case, program: &mut dyn Program, formula: Formula) -> Vec<String> {
    if case.weight.is_some() {
        return initial(case, &program.weights());
    }
    if let Err(fault) = program.set_weights(&case.weights) {
        return vec![fault];
    }
    let mut deviations: Vec<String> = Vec::new();
    let mut compare = |what: &str, found: &[f64], expected: &[f64]| {
        let deviation = deviation(found, expected);
        if deviation > TOLERANCE {
            deviations.push(format!("{what} is off by {deviation:.1e}"));
        }
    };
    let output = |values: &Option<Vec<Values>>| values.as_ref().and_then(|it| it.first()).cloned();
    if let Some(expected) = case.outputs.first() {
        let found = program.outputs(&case.inputs, false);
        if found.shape != expected.shape {
            return vec![format!(
                "the output is {:?} and not {:?}",
                found.shape, expected.shape
            )];
        }
        compare("the output", &found.values, &expected.values);
    }
    if let Some(expected) = output(&case.next_outputs) {
        let found = program.outputs(&case.inputs, false);
        compare("the second output", &found.values, &expected.values);
    }
    if OTHERWISE.iter().any(|(name, _)| *name == case.name) {
        return deviations;
    }
    if case.random.is_some() {
        deviations.extend(random(case, program));
        return deviations;
    }
    let reset =
        |program: &mut dyn Program| program.set_weights(&case.weights).map_err(|it| vec![it]);
    if let Some(expected) = output(&case.training_outputs) {
        let found = program.outputs(&case.inputs, true);
        compare("the output of training", &found.values, &expected.values);
    }
    if let Some(expected) = &case.state_after_training_call {
        if let Err(faults) = reset(program) {
            return faults;
        }
        program.outputs(&case.inputs, true);
        let weights = program.weights();
        let untrained = weights.iter().filter(|weight| !weight.trainable);
        let untrained: Vec<&Values> = untrained.collect();
        for expected in expected {
            let part = expected.name.rsplit('/').next().unwrap_or_default();
            let found = untrained.iter().find(|it| it.name.ends_with(part));
            let found = found.map_or(&[][..], |it| &it.values);
            compare(&format!("{part} after a call"), found, &expected.values);
        }
    }
    if let (Some(targets), Some(loss)) = (&case.targets, case.loss) {
        if let Err(faults) = reset(program) {
            return faults;
        }
        if let Some(expected) = &case.evaluation {
            let found = program.evaluate(&case.inputs, targets);
            for (name, expected) in expected {
                let found = found.get(name).copied().unwrap_or(f64::NAN);
                compare(&format!("{name} of evaluation"), &[found], &[*expected]);
            }
        }
        if let Some(found) = program.gradients(&case.inputs, targets) {
            gradients(case, loss, found, &mut compare);
        }
        if let Some(steps) = &case.after_steps {
            if let Err(faults) = reset(program) {
                return faults;
            }
            for (index, expected) in of(steps, formula).iter().enumerate() {
                program.step(&case.inputs, targets);
                for (found, expected) in program.weights().iter().zip(expected) {
                    let what = format!("{} after {} steps", found.name, index + 1);
                    compare(&what, &found.values, expected);
                }
            }
        }
    }
    for (step, rate) in case
        .steps
        .iter()
        .flatten()
        .zip(case.learning_rates.iter().flatten())
    {
        match program.learning_rate(*step) {
            Some(found) => compare(
                &format!("the learning rate of step {step}"),
                &[found],
                &[*rate],
            ),
            None => compare("the schedule", &[], &[*rate]),
        }
    }
    deviations
}

/// Compares the loss and the gradients by weights and inputs.
fn gradients(
    case: &Case,
    loss: f64,
    Gradients {
        loss: found,
        weights,
        inputs,
    }: Gradients,
    mut compare: impl FnMut(&str, &[f64], &[f64]),
) {
    compare("the loss", &[found], &[loss]);
    let expected = case.gradients.iter().flatten();
    if weights.len() != case.gradients.iter().flatten().count() {
        compare("the number of gradients", &[weights.len() as f64], &[]);
    }
    // A gradient that is zero but for rounding is held against the greatest of the case.
    let all = case.gradients.iter().flatten().flat_map(|it| &it.values);
    let greatest = all.fold(0.0_f64, |greatest, value| greatest.max(value.abs()));
    for (found, expected) in weights.iter().zip(expected) {
        if expected
            .values
            .iter()
            .all(|value| value.abs() < greatest * ROUNDING)
        {
            let zero = |value: &f64| value.abs() < greatest * TOLERANCE;
            if found.iter().all(zero) {
                continue;
            }
        }
        compare(
            &format!("the gradient of {}", expected.name),
            found,
            &expected.values,
        );
    }
    for (found, expected) in inputs.iter().zip(case.input_gradients.iter().flatten()) {
        compare(
            &format!("the gradient of the input {}", expected.name),
            found,
            &expected.values,
        );
    }
}

fn of(steps: &AfterSteps, formula: Formula) -> &Steps {
    match (steps, formula) {
        (AfterSteps::One(steps), _) => steps,
        (AfterSteps::Each { torch, .. }, Formula::Torch) => torch,
        (
            AfterSteps::Each {
                keras, tensorflow, ..
            },
            Formula::Tensorflow,
        ) => tensorflow.as_ref().unwrap_or(keras),
    }
}

/// What is drawn while training differs from call to call and is finite.
fn random(case: &Case, program: &mut dyn Program) -> Vec<String> {
    let mut faults = Vec::new();
    let random = case.random.as_ref().expect("a case that draws");
    if random.get("states").is_some() {
        // It draws nothing: its states stay from call to call, which the second output has shown.
        return faults;
    }
    let first = program.outputs(&case.inputs, true);
    let draws = 2000;
    let mut sum = vec![0.0; first.values.len()];
    let mut differs = false;
    for _ in 0..draws {
        let next = program.outputs(&case.inputs, true);
        differs |= next.values != first.values;
        for (sum, value) in sum.iter_mut().zip(&next.values) {
            *sum += value;
        }
    }
    if !differs {
        faults.push("training draws nothing".to_owned());
    }
    if sum.iter().any(|value| !value.is_finite()) {
        faults.push("what training draws is not finite".to_owned());
    }
    // The means of values that stay what they are on average: within five deviations of the mean.
    let mean = random.get("mean").and_then(|mean| mean.as_str());
    if mean == Some("x") {
        let expected = &case.inputs[0].values;
        let scale = expected
            .iter()
            .fold(1.0_f64, |scale, value| scale.max(value.abs()));
        for (sum, expected) in sum.iter().zip(expected) {
            let off = (sum / f64::from(draws) - expected).abs() / scale;
            if off > 0.15 {
                faults.push(format!(
                    "the mean of what training draws is off by {off:.2}"
                ));
                break;
            }
        }
    }
    faults
}

/// What a layer with a seed draws is the same in every program, whatever the program's own seed, and goes on from
/// call to call; without a seed it is another one.
fn repeats(case: &Case, make: Make) -> Vec<String> {
    let Some(random) = &case.random else {
        return Vec::new();
    };
    let seeded = random.get("repeats").is_some();
    let calls = |seed| {
        let mut program = make(seed);
        if let Err(fault) = program.set_weights(&case.weights) {
            return Err(vec![fault]);
        }
        let calls = (0..8).map(|_| program.outputs(&case.inputs, true).values);
        Ok(calls.collect::<Vec<_>>())
    };
    let drawn = (calls(SEED), calls(SEED + 1));
    match drawn {
        (Ok(first), Ok(second)) if seeded && first != second => {
            vec!["a layer with a seed draws otherwise in another program".to_owned()]
        }
        (Ok(first), Ok(second)) if !seeded && random.get("states").is_none() && first == second => {
            vec!["a layer without a seed draws the same from another seed".to_owned()]
        }
        (Ok(first), _) if seeded && first.iter().all(|call| *call == first[0]) => {
            vec!["a layer with a seed draws the same in every call".to_owned()]
        }
        (Ok(_), Ok(_)) => Vec::new(),
        (Err(faults), _) | (_, Err(faults)) => faults,
    }
}

/// First values against what an initialiser promises.
fn initial(case: &Case, weights: &[Values]) -> Vec<String> {
    let part = case.weight.as_deref().unwrap_or_default();
    let Some(weight) = weights
        .iter()
        .find(|it| it.name.ends_with(&format!("/{part}")))
    else {
        return vec![format!("no weight `{part}`")];
    };
    let mut faults = Vec::new();
    if Some(&weight.shape) != case.shape.as_ref() {
        faults.push(format!("the weight is {:?}", weight.shape));
    }
    let count = weight.values.len() as f64;
    let mean = weight.values.iter().sum::<f64>() / count;
    let variance = weight
        .values
        .iter()
        .map(|value| (value - mean).powi(2))
        .sum::<f64>()
        / count;
    // Bounds hold up to float32's rounding.
    let slack = 1e-6;
    for value in &weight.values {
        let low = case
            .low
            .is_some_and(|low| *value < low - slack - low.abs() * slack);
        let high = case
            .high
            .is_some_and(|high| *value > high + slack + high.abs() * slack);
        if low || high {
            faults.push(format!("{value} is out of bounds"));
            break;
        }
    }
    if let (Some(expected_mean), Some(expected_variance)) = (case.mean, case.variance) {
        let deviation = (expected_variance / count).sqrt();
        if (mean - expected_mean).abs() > 6.0 * deviation + 1e-6 {
            faults.push(format!("the mean is {mean} and not {expected_mean}"));
        }
        // The variance of a sample of n values spreads by at most sqrt(2/n) of itself for a normal.
        let spread = 6.0 * expected_variance * (2.0 / count).sqrt();
        if (variance - expected_variance).abs() > spread + 1e-9 {
            faults.push(format!(
                "the variance is {variance} and not {expected_variance}"
            ));
        }
        if expected_variance > 0.0 && variance == 0.0 {
            faults.push("the values are all the same".to_owned());
        }
    }
    match &case.values {
        Some(serde_json::Value::Array(values)) => {
            let expected: Vec<f64> = values.iter().filter_map(|value| value.as_f64()).collect();
            if deviation(&weight.values, &expected) > TOLERANCE {
                faults.push("the values differ".to_owned());
            }
        }
        Some(serde_json::Value::Number(value)) => {
            let value = value.as_f64().unwrap_or(f64::NAN);
            if weight
                .values
                .iter()
                .any(|found| (found - value).abs() > TOLERANCE)
            {
                faults.push(format!("the values are not all {value}"));
            }
        }
        Some(serde_json::Value::String(_)) => {
            let gain = case.gain.unwrap_or(1.0);
            let columns = *weight.shape.last().unwrap_or(&1);
            for (index, found) in weight.values.iter().enumerate() {
                let (row, column) = (index as i64 / columns, index as i64 % columns);
                let expected = if row == column { gain } else { 0.0 };
                if (found - expected).abs() > TOLERANCE {
                    faults.push("the values are not those of the identity".to_owned());
                    break;
                }
            }
        }
        _ => {}
    }
    if case.orthogonal.is_some() {
        faults.extend(orthogonal(case, weight));
    }
    faults
}

/// Whether the shorter side of the matrix is orthogonal, times the gain.
fn orthogonal(case: &Case, weight: &Values) -> Option<String> {
    let columns = *weight.shape.last()? as usize;
    let rows = weight.values.len() / columns;
    let gain = case.gain.unwrap_or(1.0);
    let at = |row: usize, column: usize| weight.values[row * columns + column];
    let (short, long) = (rows.min(columns), rows.max(columns));
    for a in 0..short {
        for b in 0..short {
            let product: f64 = (0..long)
                .map(|k| {
                    if rows <= columns {
                        at(a, k) * at(b, k)
                    } else {
                        at(k, a) * at(k, b)
                    }
                })
                .sum();
            let expected = if a == b { gain * gain } else { 0.0 };
            if (product - expected).abs() > 1e-5 * gain.max(1.0).powi(2) {
                return Some(format!(
                    "rows {a} and {b} give {product} and not {expected}"
                ));
            }
        }
    }
    None
}

/// A table of programs by the names of their cases.
pub type Programs = [(&'static str, Make)];

/// Makes a program from the seed of what it draws.
pub type Make = fn(i64) -> Box<dyn Program>;

/// The seed of a program where it does not matter.
const SEED: i64 = 7;

/// Holds the programs of all cases, or of a part of them, against their cases and both lists against what happens; with `UPDATE_FIXTURES`
/// in the environment the lists are written. Gives how many cases match.
///
/// # Panics
/// Where a list is not what happens.
pub fn prove_all(
    folder: &Path,
    programs: &Programs,
    refused: &[(&str, &str)],
    formula: Formula,
) -> usize {
    let mut known = BTreeMap::new();
    let cases = case::all();
    for (name, program) in programs {
        let case = cases.iter().find(|case| case.name == *name);
        let case = case.expect("a program is made of a case");
        let proof = AssertUnwindSafe(|| {
            let mut faults = prove(case, &mut *program(SEED), formula);
            faults.extend(repeats(case, *program));
            faults
        });
        let faults = catch_unwind(proof).unwrap_or_else(|_| vec!["the program panics".to_owned()]);
        if !faults.is_empty() {
            known.insert((*name).to_owned(), faults.join("; "));
        }
    }
    let refused: BTreeMap<String, String> = refused
        .iter()
        .map(|(name, reason)| ((*name).to_owned(), (*reason).to_owned()))
        .collect();
    let own: BTreeSet<&str> = programs
        .iter()
        .map(|(name, _)| *name)
        .chain(refused.keys().map(String::as_str))
        .collect();
    let lists = [
        (
            "refused.txt",
            "Cases for which no program is generated, and why.",
            &refused,
        ),
        (
            "known.txt",
            "Cases whose program computes something else, and what.",
            &known,
        ),
    ];
    let mut differences = Vec::new();
    for (file, head, happens) in lists {
        let path = folder.join(file);
        if env::var_os("UPDATE_FIXTURES").is_some() {
            // What other parts have stays.
            let mut list = ledger::read(&path);
            list.retain(|name, _| !own.contains(&**name));
            list.extend(happens.clone());
            ledger::write(&path, head, &list);
        }
        // Deviations are not the same on every machine: a case counts, not by how much it is off.
        let names = |list: BTreeMap<String, String>| -> BTreeMap<String, String> {
            list.into_keys().map(|name| (name, String::new())).collect()
        };
        let mut kept = ledger::read(&path);
        kept.retain(|name, _| own.contains(&**name));
        let (kept, happens) = (names(kept), names(happens.clone()));
        differences.extend(
            ledger::differences(&kept, &happens)
                .into_iter()
                .map(|it| format!("{file}: {it}")),
        );
    }
    for (name, fault) in &known {
        println!("{name}: {fault}");
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    programs.len() - known.len()
}
