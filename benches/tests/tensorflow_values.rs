//! Generated programs for TensorFlow compute what the language says, where the models do not reach,
//! and their gradients are those of what they compute: TensorFlow's C++ library has some that are
//! not. What the language says stands in [`language`].

#![cfg(feature = "tensorflow")]

mod language;

use language::{language, network, sizes};
use neural_bench::backend::Framework;
use neural_bench::backend::tensorflow::{Tensorflow, session_options};
use tensorflow::{SessionOptions, Status, Tensor};

#[allow(dead_code)]
#[path = "../../fixtures/generated/tensorflow/convolutions.Convolutions.rs"]
mod convolutions;
#[allow(dead_code)]
#[path = "../../fixtures/generated/tensorflow/forms.Rows.rs"]
mod rows;
#[allow(dead_code)]
#[path = "../../fixtures/generated/tensorflow/forms.SoftmaxLayer.rs"]
mod softmax_layer;
#[allow(dead_code)]
#[path = "../../fixtures/generated/tensorflow/forms.tensor.rs"]
mod tensor;

/// Samples of a batch.
const BATCH: usize = 2;

/// Seed of the programs' weights.
const SEED: i64 = 3;

/// What is asked of a program, whatever its type.
macro_rules! program {
    ($type:path) => {
        Functions {
            new: <$type>::new,
            weights: <$type>::weights,
            predict: <$type>::predict,
        }
    };
}

type Weights = Vec<(String, Tensor<f32>)>;

struct Functions<P> {
    new: fn(i64, &SessionOptions) -> Result<P, Status>,
    weights: fn(&P) -> Result<Weights, Status>,
    predict: fn(&P, &Tensor<f32>) -> Result<Tensor<f32>, Status>,
}

#[test]
fn windows_groups_and_dilation() {
    let functions = program!(convolutions::Convolutions);
    let program = check("convolutions", "Convolutions", &functions);
    // Nesterov's first step: the velocity is one step, and 0.9 of it comes ahead.
    let change = -0.05 * 1.9;
    check_gradients(
        "convolutions",
        "Convolutions",
        &functions,
        change,
        |images, labels| {
            program.train_step(images, labels)?;
            program.weights()
        },
    );
}

#[test]
fn a_dense_layer_on_rows() {
    let functions = program!(rows::Rows);
    let program = check("forms", "Rows", &functions);
    check_gradients("forms", "Rows", &functions, -0.01, |inputs, labels| {
        program.train_step(inputs, labels)?;
        program.weights()
    });
}

#[test]
fn a_softmax_of_its_own() {
    check(
        "forms",
        "SoftmaxLayer",
        &program!(softmax_layer::SoftmaxLayer),
    );
}

#[test]
fn a_network_without_a_loss() {
    check("forms", "tensor", &program!(tensor::TensorNetwork));
}

/// Compares a program on a batch to the language.
fn check<P>(file: &str, name: &str, functions: &Functions<P>) -> P {
    Tensorflow::start(1).unwrap();
    let network = network(file, name);
    let program = (functions.new)(SEED, &session_options().unwrap()).unwrap();
    let weights = values(&(functions.weights)(&program).unwrap());
    let inputs = inputs(&sizes(&network.inputs[0].shape));
    let outputs = (functions.predict)(&program, &inputs).unwrap();
    let expected: Vec<f64> = samples(&inputs)
        .flat_map(|sample| language(&network, &weights, &sample))
        .collect();
    assert_eq!(outputs.len(), expected.len());
    for (index, (&output, expected)) in outputs.iter().zip(&expected).enumerate() {
        let difference = (f64::from(output) - expected).abs();
        assert!(difference < 1e-5, "value {index}: {output} for {expected}");
    }
    program
}

/// Compares what one step changed, which is `change` times the gradient, to differences of the loss
/// that the language says, along one direction for each weight.
fn check_gradients<P>(
    file: &str,
    name: &str,
    functions: &Functions<P>,
    change: f64,
    step: impl Fn(&Tensor<f32>, &Tensor<i32>) -> Result<Weights, Status>,
) {
    let network = network(file, name);
    // The same seed gives the weights that the program began with.
    let program = (functions.new)(SEED, &session_options().unwrap()).unwrap();
    let before = values(&(functions.weights)(&program).unwrap());
    let inputs = inputs(&sizes(&network.inputs[0].shape));
    let labels = [0, 2];
    let after = step(&inputs, &Tensor::from(&labels[..])).unwrap();
    let loss = |weights: &[Vec<f64>]| {
        let losses = samples(&inputs)
            .zip(labels)
            .map(|(sample, label)| -language(&network, weights, &sample)[label as usize].ln());
        losses.sum::<f64>() / BATCH as f64
    };
    for (index, ((name, after), before_one)) in after.iter().zip(&before).enumerate() {
        let mut direction = noise(index as u64);
        let direction: Vec<f64> = before_one.iter().map(|_| direction().signum()).collect();
        let moved = |by: f64| {
            let mut weights = before.clone();
            for (weight, sign) in weights[index].iter_mut().zip(&direction) {
                *weight += by * sign;
            }
            loss(&weights)
        };
        let expected = (moved(1e-6) - moved(-1e-6)) / 2e-6;
        let changes = after.iter().zip(before_one);
        let slope: f64 = changes
            .zip(&direction)
            .map(|((&after, before), sign)| (f64::from(after) - before) / change * sign)
            .sum();
        let difference = (slope - expected).abs();
        assert!(
            difference < 1e-3 * (1.0 + expected.abs()),
            "{name}: {slope} for {expected}"
        );
    }
}

/// A batch of values in -1 to 1.
fn inputs(shape: &[u64]) -> Tensor<f32> {
    let shape = [&[BATCH as u64], shape].concat();
    let mut tensor = Tensor::new(&shape);
    let mut noise = noise(7);
    tensor.iter_mut().for_each(|value| *value = noise() as f32);
    tensor
}

/// The samples of a batch.
fn samples(batch: &Tensor<f32>) -> impl Iterator<Item = Vec<f64>> {
    batch
        .chunks(batch.len() / BATCH)
        .map(|sample| sample.iter().map(|&value| value.into()).collect())
}

fn values(weights: &[(String, Tensor<f32>)]) -> Vec<Vec<f64>> {
    let weights = weights.iter();
    weights
        .map(|(_, tensor)| tensor.iter().map(|&value| value.into()).collect())
        .collect()
}

/// Numbers in -1 to 1 from a linear congruential generator.
fn noise(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
}
