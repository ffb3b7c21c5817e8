//! Networks for people: the table of Keras' `summary()`, and graphs in Mermaid and DOT.

mod graph;
mod summary;

pub use graph::{dot, mermaid};
pub use summary::summary;

use crate::network::{Network, Operation, Parameter, Shape, Value};

/// The name of a layer's type.
fn type_of(operation: &Operation) -> &str {
    match operation {
        Operation::Dense(_) => "Dense",
        Operation::Conv2D(_) => "Conv2D",
        Operation::MaxPooling2D(_) => "MaxPooling2D",
        Operation::Cropping2D(_) => "Cropping2D",
        Operation::Flatten => "Flatten",
        Operation::Dropout(_) => "Dropout",
        Operation::Activation(_) => "Activation",
        Operation::Layer(layer) => layer.kind.name(),
    }
}

/// A shape as Keras shows it: `(None, 28, 28, 1)`.
fn shown(shape: &Shape) -> String {
    let sizes = shape.0.iter().map(|size| match size {
        Some(size) => size.to_string(),
        None => "None".to_owned(),
    });
    let sizes: Vec<String> = ["None".to_owned()].into_iter().chain(sizes).collect();
    match sizes.as_slice() {
        [only] => format!("({only},)"),
        all => format!("({})", all.join(", ")),
    }
}

/// How many numbers a node has that are trained, and that are not.
fn counts(network: &Network, index: usize) -> (u64, u64) {
    let node = &network.nodes[index];
    let trained = network.parameters_of(node);
    let (trained, frozen): (Vec<_>, Vec<_>) = trained.into_iter().partition(|it| it.trainable);
    let kept = network.statistics_of(node);
    let sum = |all: &[Parameter]| all.iter().map(Parameter::count).sum::<u64>();
    (sum(&trained), sum(&frozen) + sum(&kept))
}

/// The name of a value.
fn name_of(network: &Network, value: Value) -> &str {
    match value {
        Value::Input(index) => &network.inputs[index].name,
        Value::Node(index) => &network.nodes[index].name,
    }
}
