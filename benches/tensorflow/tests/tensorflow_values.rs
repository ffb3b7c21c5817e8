//! Generated programs for TensorFlow compute what the language says, where the models do not reach,
//! and their gradients are those of what they compute: TensorFlow's C++ library has some that are
//! not. What the language says stands in [`language`].

#[path = "../../tests/language/mod.rs"]
mod language;

use language::{language, network, sizes};
use neural_bench::backend::Framework;
use neural_bench_tensorflow::{Tensorflow, session_options};
use tensorflow::{SessionOptions, Status, Tensor, TensorType};

#[allow(dead_code)]
#[path = "../../../fixtures/generated/tensorflow/convolutions.Convolutions.rs"]
mod convolutions;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/tensorflow/forms.Rows.rs"]
mod rows;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/tensorflow/forms.Rows.plain.float64.rs"]
mod rows_float64;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/tensorflow/forms.SoftmaxLayer.rs"]
mod softmax_layer;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/tensorflow/forms.SoftmaxLayer.plain.float64.rs"]
mod softmax_layer_float64;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/tensorflow/forms.tensor.rs"]
mod tensor;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/tensorflow/forms.tensor.plain.float64.rs"]
mod tensor_float64;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/tensorflow/windows.Windows.rs"]
mod windows;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/tensorflow/windows.Windows.plain.float64.rs"]
mod windows_float64;

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

type Weights<T> = Vec<(String, Tensor<T>)>;

struct Functions<P, T: Real> {
    new: fn(i64, &SessionOptions) -> Result<P, Status>,
    weights: fn(&P) -> Result<Weights<T>, Status>,
    predict: fn(&P, &Tensor<T>) -> Result<Tensor<T>, Status>,
}

/// What a program computes in.
trait Real: TensorType + Copy + Into<f64> {
    /// How far outputs may be from the language's.
    const OUTPUTS: f64;
    /// How far gradients may be from differences of the loss, which are not exact either.
    const GRADIENTS: f64;
    /// The nearest number.
    fn nearest(value: f64) -> Self;
}

impl Real for f32 {
    const OUTPUTS: f64 = 1e-5;
    const GRADIENTS: f64 = 1e-3;

    fn nearest(value: f64) -> f32 {
        value as f32
    }
}

impl Real for f64 {
    const OUTPUTS: f64 = 1e-13;
    const GRADIENTS: f64 = 1e-7;

    fn nearest(value: f64) -> f64 {
        value
    }
}

#[test]
fn windows_groups_and_dilation() {
    // Nesterov's first step: the velocity is one step, and 0.9 of it comes ahead.
    let change = -0.05 * 1.9;
    let (file, name) = ("convolutions", "Convolutions");
    let functions = program!(convolutions::Convolutions);
    let program = check(file, name, &functions);
    check_gradients(file, name, &functions, change, |images, labels| {
        program.train_step(images, labels)?;
        program.weights()
    });
}

/// Nesterov's momentum as Keras has it: the velocity `v` becomes `0.9 v - 0.05 gradient`, and a weight moves by
/// `0.9 v - 0.05 gradient` with the new one.
#[test]
fn momentum_remembers_the_step_before() {
    Tensorflow::start(1).unwrap();
    let options = session_options().unwrap();
    let program = convolutions::Convolutions::new(SEED, &options).unwrap();
    let network = network("convolutions", "Convolutions");
    let inputs = inputs(&sizes(&network.inputs[0].shape));
    let labels = Tensor::from(&[0, 2][..]);
    let step = || {
        program.train_step(&inputs, &labels).unwrap();
        values(&program.weights().unwrap())
    };
    let start = values(&program.weights().unwrap());
    let [once, twice] = [step(), step()];
    // From the same weights without a velocity: the second gradient alone.
    let weights: Vec<Tensor<f32>> = (program.weights().unwrap().iter().zip(&once))
        .map(|((_, tensor), values)| {
            let values: Vec<f32> = values.iter().map(|&value| value as f32).collect();
            Tensor::new(tensor.dims()).with_values(&values).unwrap()
        })
        .collect();
    program.set_weights(&weights).unwrap();
    program.reset_optimizer().unwrap();
    let afresh = step();
    for weight in 0..start.len() {
        for index in 0..start[weight].len() {
            let at = |values: &[Vec<f64>]| values[weight][index];
            // A first step is 1.9 of one without momentum.
            let first = (at(&once) - at(&start)) / 1.9;
            let second = (at(&afresh) - at(&once)) / 1.9;
            let expected = at(&once) + 0.9 * (0.9 * first + second) + second;
            assert!((at(&twice) - expected).abs() < 1e-6, "{weight} {index}");
        }
    }
}

#[test]
fn training_leaves_alone_what_was_read_and_what_was_set() {
    Tensorflow::start(1).unwrap();
    let program = rows::Rows::new(SEED, &session_options().unwrap()).unwrap();
    let network = network("forms", "Rows");
    let inputs = inputs(&sizes(&network.inputs[0].shape));
    let labels = Tensor::from(&[0, 2][..]);
    let read = program.weights().unwrap();
    let kept = values(&read);
    program.train_step(&inputs, &labels).unwrap();
    let trained = values(&program.weights().unwrap());
    assert_ne!(trained, kept);
    assert_eq!(values(&read), kept);

    let set: Vec<Tensor<f32>> = read.into_iter().map(|(_, tensor)| tensor).collect();
    program.set_weights(&set).unwrap();
    program.reset_optimizer().unwrap();
    program.train_step(&inputs, &labels).unwrap();
    assert_eq!(values(&program.weights().unwrap()), trained);
    let set = set.iter().flat_map(|tensor| tensor.to_vec());
    let kept = kept.into_iter().flatten();
    assert!(set.map(f64::from).eq(kept));
}

#[test]
fn windows_without_groups() {
    let (file, name, change) = ("windows", "Windows", -0.05);
    let functions = program!(windows::Windows);
    let program = check(file, name, &functions);
    check_gradients(file, name, &functions, change, |images, labels| {
        program.train_step(images, labels)?;
        program.weights()
    });
    let functions = program!(windows_float64::Windows);
    let program = check(file, name, &functions);
    check_gradients(file, name, &functions, change, |images, labels| {
        program.train_step(images, labels)?;
        program.weights()
    });
}

#[test]
fn a_dense_layer_on_rows() {
    let functions = program!(rows::Rows);
    let program = check("forms", "Rows", &functions);
    check_gradients("forms", "Rows", &functions, -0.01, |inputs, labels| {
        program.train_step(inputs, labels)?;
        program.weights()
    });
    let functions = program!(rows_float64::Rows);
    let program = check("forms", "Rows", &functions);
    check_gradients("forms", "Rows", &functions, -0.01, |inputs, labels| {
        program.train_step(inputs, labels)?;
        program.weights()
    });
}

#[test]
fn a_softmax_of_its_own() {
    let (file, name) = ("forms", "SoftmaxLayer");
    check(file, name, &program!(softmax_layer::SoftmaxLayer));
    check(file, name, &program!(softmax_layer_float64::SoftmaxLayer));
}

#[test]
fn a_network_without_a_loss() {
    check("forms", "tensor", &program!(tensor::TensorNetwork));
    check("forms", "tensor", &program!(tensor_float64::TensorNetwork));
}

/// Compares a program on a batch to the language.
fn check<P, T: Real>(file: &str, name: &str, functions: &Functions<P, T>) -> P {
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
        let output: f64 = output.into();
        let difference = (output - expected).abs();
        assert!(
            difference < T::OUTPUTS,
            "value {index}: {output} for {expected}"
        );
    }
    program
}

/// Compares what one step changed, which is `change` times the gradient, to differences of the loss
/// that the language says, along one direction for each weight.
fn check_gradients<P, T: Real>(
    file: &str,
    name: &str,
    functions: &Functions<P, T>,
    change: f64,
    step: impl Fn(&Tensor<T>, &Tensor<i32>) -> Result<Weights<T>, Status>,
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
            .map(|((&after, before), sign)| (after.into() - before) / change * sign)
            .sum();
        let difference = (slope - expected).abs();
        assert!(
            difference < T::GRADIENTS * (1.0 + expected.abs()),
            "{name}: {slope} for {expected}"
        );
    }
}

/// A batch of values in -1 to 1.
fn inputs<T: Real>(shape: &[u64]) -> Tensor<T> {
    let shape = [&[BATCH as u64], shape].concat();
    let mut tensor = Tensor::new(&shape);
    let mut noise = noise(7);
    tensor
        .iter_mut()
        .for_each(|value| *value = T::nearest(noise()));
    tensor
}

/// The samples of a batch.
fn samples<T: Real>(batch: &Tensor<T>) -> impl Iterator<Item = Vec<f64>> {
    batch
        .chunks(batch.len() / BATCH)
        .map(|sample| sample.iter().map(|&value| value.into()).collect())
}

fn values<T: Real>(weights: &[(String, Tensor<T>)]) -> Vec<Vec<f64>> {
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
