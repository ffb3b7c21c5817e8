//! Generated programs for torch compute what the language says, where the models do not reach:
//! borders, strides, dilation, groups, orders of axes. What the language says is written down here a
//! second time, channels last and without a library.

#![cfg(feature = "torch")]

use neural_dsl::Network;
use neural_dsl::codegen::torch::layout;
use neural_dsl::network::{Activation, Conv2D, Dense, MaxPooling2D, Operation, Padding, Shape};
use tch::{Device, Kind, Tensor, nn};

#[allow(dead_code)]
#[path = "../../fixtures/generated/torch/convolutions.Convolutions.rs"]
mod convolutions;
#[allow(dead_code)]
#[path = "../../fixtures/generated/torch/forms.Rows.rs"]
mod rows;
#[allow(dead_code)]
#[path = "../../fixtures/generated/torch/forms.SoftmaxLayer.rs"]
mod softmax_layer;
#[path = "../../fixtures/generated/torch/forms.tensor.rs"]
mod tensor;
#[path = "../../fixtures/generated/torch/forms.WithoutParameters.rs"]
mod without_parameters;

/// Samples that are predicted at once.
const BATCH: usize = 2;

#[test]
fn windows_and_orders_of_axes() {
    use convolutions::{Convolutions, predict};
    check("convolutions", "Convolutions", Convolutions::new, predict);
}

#[test]
fn a_dense_layer_on_rows() {
    use rows::{Rows, predict};
    check("forms", "Rows", Rows::new, predict);
}

#[test]
fn a_softmax_of_its_own() {
    use softmax_layer::{SoftmaxLayer, predict};
    check("forms", "SoftmaxLayer", SoftmaxLayer::new, predict);
}

#[test]
fn a_network_without_a_loss() {
    use tensor::{TensorNetwork, predict};
    check("forms", "tensor", TensorNetwork::new, predict);
}

#[test]
fn a_flattened_result() {
    use without_parameters::{WithoutParameters, predict};
    check(
        "forms",
        "WithoutParameters",
        WithoutParameters::new,
        predict,
    );
}

/// Compares a program with random weights on random inputs to the language.
fn check<M>(file: &str, name: &str, new: fn(&nn::Path) -> M, predict: fn(&M, &Tensor) -> Tensor) {
    let network = network(file, name);
    let vs = nn::VarStore::new(Device::Cpu);
    let model = new(&vs.root());
    let weights = set_random_weights(&network, &vs);

    let mut shape = vec![BATCH as u64];
    shape.extend(sizes(&network.inputs[0].shape));
    let inputs = random(&shape);
    let outputs = values(&predict(&model, &channels_first(&inputs)));

    let inputs = values(&inputs);
    let expected: Vec<f64> = inputs
        .chunks(inputs.len() / BATCH)
        .flat_map(|sample| language(&network, &weights, sample))
        .collect();
    assert_eq!(outputs.len(), expected.len());
    for (index, (output, expected)) in outputs.iter().zip(&expected).enumerate() {
        let difference = (output - expected).abs();
        assert!(difference < 1e-5, "value {index}: {output} for {expected}");
    }
}

fn network(file: &str, name: &str) -> Network {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../fixtures/generated/variants"
    );
    let text = std::fs::read_to_string(format!("{folder}/{file}.neural")).unwrap();
    let mut networks = neural_dsl::check(&text).unwrap().networks.into_iter();
    networks.find(|network| network.name == name).unwrap()
}

/// Draws weights in the language's layout, gives them to the program in its own, and returns them.
fn set_random_weights(network: &Network, vs: &nn::VarStore) -> Vec<Vec<f64>> {
    let mut variables = vs.variables();
    let parameters = network.parameters();
    let weights = parameters
        .iter()
        .zip(layout(network))
        .map(|(parameter, layout)| {
            let weights = random(&parameter.shape) * 0.3;
            let axes: Vec<i64> = layout.permute.iter().map(|&axis| axis as i64).collect();
            let moved = weights.reshape(signed(&layout.view)).permute(axes);
            let variable = variables.get_mut(&layout.variable).unwrap();
            tch::no_grad(|| variable.copy_(&moved.reshape(signed(&layout.shape))));
            values(&weights)
        });
    weights.collect()
}

fn random(shape: &[u64]) -> Tensor {
    Tensor::randn(signed(shape), (Kind::Float, Device::Cpu))
}

fn signed(shape: &[u64]) -> Vec<i64> {
    shape.iter().map(|&n| n as i64).collect()
}

fn sizes(shape: &Shape) -> Vec<u64> {
    shape.dimensions().unwrap()
}

fn channels_first(inputs: &Tensor) -> Tensor {
    if inputs.dim() == 4 {
        inputs.permute([0, 3, 1, 2]).contiguous()
    } else {
        inputs.shallow_clone()
    }
}

fn values(tensor: &Tensor) -> Vec<f64> {
    Vec::try_from(tensor.to_kind(Kind::Double).reshape([-1])).unwrap()
}

/// What the language says that a network computes of one sample.
fn language(network: &Network, weights: &[Vec<f64>], sample: &[f64]) -> Vec<f64> {
    let mut weights = weights.iter();
    let mut values = sample.to_vec();
    for node in &network.nodes {
        let input = sizes(network.shape(node.inputs[0]));
        let output = sizes(&node.shape);
        let activation = match &node.operation {
            Operation::Dense(layer) => {
                let kernel = weights.next().unwrap();
                let bias = layer.use_bias.then(|| weights.next().unwrap());
                values = dense(layer, &values, kernel, bias);
                layer.activation
            }
            Operation::Conv2D(layer) => {
                let kernel = weights.next().unwrap();
                let bias = layer.use_bias.then(|| weights.next().unwrap());
                values = convolution(layer, &values, &input, &output, kernel, bias);
                layer.activation
            }
            Operation::MaxPooling2D(layer) => {
                values = max_pooling(layer, &values, &input, &output);
                Activation::Linear
            }
            Operation::Activation(activation) => *activation,
            Operation::Flatten | Operation::Dropout(_) => Activation::Linear,
        };
        let last = *output.last().unwrap() as usize;
        values
            .chunks_mut(last)
            .for_each(|row| activate(activation, row));
    }
    values
}

fn activate(activation: Activation, row: &mut [f64]) {
    let sum: f64 = row.iter().map(|value| value.exp()).sum();
    for value in row {
        *value = match activation {
            Activation::Linear => *value,
            Activation::Relu => value.max(0.0),
            Activation::Sigmoid => 1.0 / (1.0 + (-*value).exp()),
            Activation::Tanh => value.tanh(),
            Activation::Softmax => value.exp() / sum,
        };
    }
}

fn dense(layer: &Dense, values: &[f64], kernel: &[f64], bias: Option<&Vec<f64>>) -> Vec<f64> {
    let units = layer.units as usize;
    let rows = values.chunks(kernel.len() / units);
    let result = rows.flat_map(|row| {
        (0..units).map(move |unit| {
            let products = row.iter().zip(kernel.chunks(units));
            let sum: f64 = products.map(|(value, weights)| value * weights[unit]).sum();
            sum + bias.map_or(0.0, |bias| bias[unit])
        })
    });
    result.collect()
}

/// The places of the input under a window, along one axis: `(tap, index)`.
fn taps(
    at: u64,
    (size, stride, dilation): (u64, u64, u64),
    padding: Padding,
    (input, output): (u64, u64),
) -> impl Iterator<Item = (u64, u64)> {
    let covered = (output - 1) * stride + (size - 1) * dilation + 1;
    let before = match padding {
        Padding::Valid => 0,
        Padding::Same => covered.saturating_sub(input) / 2,
    };
    (0..size).filter_map(move |tap| {
        let index = (at * stride + tap * dilation).checked_sub(before)?;
        (index < input).then_some((tap, index))
    })
}

fn convolution(
    layer: &Conv2D,
    values: &[f64],
    input: &[u64],
    output: &[u64],
    kernel: &[f64],
    bias: Option<&Vec<f64>>,
) -> Vec<f64> {
    let window = |axis: usize| {
        let (size, stride) = (layer.kernel_size[axis], layer.strides[axis]);
        (size, stride, layer.dilation_rate[axis])
    };
    let depth = input[2] / layer.groups;
    let mut result = Vec::new();
    for (y, x, filter) in places(output) {
        let first = filter / (layer.filters / layer.groups) * depth;
        let mut sum = bias.map_or(0.0, |bias| bias[filter as usize]);
        for (row, y) in taps(y, window(0), layer.padding, (input[0], output[0])) {
            for (column, x) in taps(x, window(1), layer.padding, (input[1], output[1])) {
                for channel in 0..depth {
                    let value = (y * input[1] + x) * input[2] + first + channel;
                    let tap = (row * layer.kernel_size[1] + column) * depth + channel;
                    let weight = tap * layer.filters + filter;
                    sum += values[value as usize] * kernel[weight as usize];
                }
            }
        }
        result.push(sum);
    }
    result
}

fn max_pooling(layer: &MaxPooling2D, values: &[f64], input: &[u64], output: &[u64]) -> Vec<f64> {
    let window = |axis: usize| (layer.pool_size[axis], layer.strides[axis], 1);
    let mut result = Vec::new();
    for (y, x, channel) in places(output) {
        let mut greatest = f64::NEG_INFINITY;
        for (_, y) in taps(y, window(0), layer.padding, (input[0], output[0])) {
            for (_, x) in taps(x, window(1), layer.padding, (input[1], output[1])) {
                let value = (y * input[1] + x) * input[2] + channel;
                greatest = greatest.max(values[value as usize]);
            }
        }
        result.push(greatest);
    }
    result
}

/// All places of a result, row by row: `(y, x, channel)`.
fn places(output: &[u64]) -> impl Iterator<Item = (u64, u64, u64)> {
    let &[height, width, channels] = output else {
        panic!("an image has three axes");
    };
    (0..height).flat_map(move |y| {
        (0..width).flat_map(move |x| (0..channels).map(move |channel| (y, x, channel)))
    })
}
