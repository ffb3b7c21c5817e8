//! Checked networks for the tests of code generation, made without the front end.

use crate::network::{
    Activation, Adam, Conv2D, Dense, Dropout, Initializer, Input, Loss, MaxPooling2D, Metric,
    Network, Node, Operation, Optimizer, Padding, Shape, Training, Value,
};
use crate::span::Span;

/// A chain of layers on an input, under the reference models' training.
pub(crate) fn chain(name: &str, input: &[u64], layers: Vec<(&str, Operation, &[u64])>) -> Network {
    let span = Span::new(0, 0);
    let output = match layers.len() {
        0 => Value::Input(0),
        count => Value::Node(count - 1),
    };
    let nodes = layers
        .into_iter()
        .enumerate()
        .map(|(index, (name, operation, shape))| Node {
            name: name.to_owned(),
            operation,
            inputs: vec![if index == 0 {
                Value::Input(0)
            } else {
                Value::Node(index - 1)
            }],
            shape: Shape::known(shape),
            span,
        })
        .collect();
    Network {
        name: name.to_owned(),
        span,
        inputs: vec![Input {
            name: "input".to_owned(),
            shape: Shape::known(input),
            span,
        }],
        nodes,
        output,
        loss: Some(Loss::SparseCategoricalCrossentropy),
        optimizer: Optimizer::Adam(Adam::default()),
        metrics: vec![Metric::Accuracy],
        training: Training {
            epochs: 5,
            batch_size: 128,
            validation_split: 0.2,
            ..Training::default()
        },
    }
}

pub(crate) fn dense(units: u64, activation: Activation) -> Operation {
    Operation::Dense(Dense {
        units,
        activation,
        use_bias: true,
        kernel_initializer: Initializer::GlorotUniform,
        bias_initializer: Initializer::Zeros,
    })
}

pub(crate) fn dropout(rate: f64) -> Operation {
    Operation::Dropout(Dropout { rate })
}

pub(crate) fn conv(filters: u64) -> Conv2D {
    Conv2D {
        filters,
        kernel_size: [3, 3],
        strides: [1, 1],
        padding: Padding::Valid,
        dilation_rate: [1, 1],
        groups: 1,
        activation: Activation::Relu,
        use_bias: true,
        kernel_initializer: Initializer::GlorotUniform,
        bias_initializer: Initializer::Zeros,
    }
}

pub(crate) fn pool() -> MaxPooling2D {
    MaxPooling2D {
        pool_size: [2, 2],
        strides: [2, 2],
        padding: Padding::Valid,
    }
}

pub(crate) fn simple_mlp() -> Network {
    chain(
        "SimpleMLP",
        &[28, 28, 1],
        vec![
            ("flatten", Operation::Flatten, &[784]),
            ("dense", dense(128, Activation::Relu), &[128]),
            ("dropout", dropout(0.2), &[128]),
            ("dense_1", dense(10, Activation::Softmax), &[10]),
        ],
    )
}

pub(crate) fn cnn() -> Network {
    chain(
        "CNN",
        &[28, 28, 1],
        vec![
            ("conv2d", Operation::Conv2D(conv(32)), &[26, 26, 32]),
            (
                "max_pooling2d",
                Operation::MaxPooling2D(pool()),
                &[13, 13, 32],
            ),
            ("conv2d_1", Operation::Conv2D(conv(64)), &[11, 11, 64]),
            (
                "max_pooling2d_1",
                Operation::MaxPooling2D(pool()),
                &[5, 5, 64],
            ),
            ("flatten", Operation::Flatten, &[1600]),
            ("dense", dense(128, Activation::Relu), &[128]),
            ("dropout", dropout(0.5), &[128]),
            ("dense_1", dense(10, Activation::Softmax), &[10]),
        ],
    )
}

pub(crate) fn deep_mlp() -> Network {
    chain(
        "DeepMLP",
        &[28, 28, 1],
        vec![
            ("flatten", Operation::Flatten, &[784]),
            ("dense", dense(512, Activation::Relu), &[512]),
            ("dropout", dropout(0.3), &[512]),
            ("dense_1", dense(256, Activation::Relu), &[256]),
            ("dropout_1", dropout(0.3), &[256]),
            ("dense_2", dense(128, Activation::Relu), &[128]),
            ("dropout_2", dropout(0.3), &[128]),
            ("dense_3", dense(10, Activation::Softmax), &[10]),
        ],
    )
}
