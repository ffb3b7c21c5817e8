//! What the language says, written down a second time: channels last, without a library, slow.

use std::fs;
use std::path::Path;

use neural_dsl::Network;
use neural_dsl::network::{
    Activation, Conv2D, Cropping2D, Dense, MaxPooling2D, Operation, Padding, Shape,
};

/// A network of `fixtures/generated/variants`; packages at different depths have this module.
pub fn network(file: &str, name: &str) -> Network {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|above| above.join("fixtures/generated/variants"))
        .find(|folder| folder.is_dir())
        .unwrap();
    let text = fs::read_to_string(folder.join(file).with_extension("neural")).unwrap();
    let mut networks = neural_dsl::check(&text).unwrap().networks.into_iter();
    networks.find(|network| network.name == name).unwrap()
}

/// The sizes of a shape that has them all.
pub fn sizes(shape: &Shape) -> Vec<u64> {
    shape.dimensions().unwrap()
}

/// What the language says that a network computes of one sample.
pub fn language(network: &Network, weights: &[Vec<f64>], sample: &[f64]) -> Vec<f64> {
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
                layer.activation
            }
            Operation::Cropping2D(layer) => {
                values = cropping(layer, &values, &input, &output);
                Activation::Linear
            }
            Operation::Activation(activation) => *activation,
            Operation::Flatten | Operation::Dropout(_) => Activation::Linear,
            Operation::Layer(layer) => unimplemented!("{layer:?}"),
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
            other => unimplemented!("{other:?}"),
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

fn cropping(layer: &Cropping2D, values: &[f64], input: &[u64], output: &[u64]) -> Vec<f64> {
    let [_, width, channels] = [0, 1, 2].map(|axis| input[axis] as usize);
    let [rows, columns] = [0, 1].map(|axis| output[axis] as usize);
    let [top, left] = [layer.rows[0], layer.columns[0]].map(|count| count as usize);
    let kept = (top..top + rows).flat_map(|row| {
        let from = (row * width + left) * channels;
        values[from..from + columns * channels].iter().copied()
    });
    kept.collect()
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
