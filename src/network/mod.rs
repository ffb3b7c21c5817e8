//! The checked network: what a `.neural` file means, with nothing left to look up.
//!
//! A [`Network`] is a list of [`Node`]s in the order in which they are computed. Every default is
//! filled in, every shape is known, macros and repetitions are expanded, names are unique. A value
//! of this type can be built by every backend; code generation needs no checks of its own.
//!
//! Shapes have no batch dimension and are channels last. The meaning of every operation is the one
//! that Keras 3 documents for the layer of the same name.

mod cost;
mod layer;
mod lower;
mod operation;
mod parameter;
mod rewrite;
mod schedule;
mod shape;
mod training;

pub use cost::Cost;
pub use layer::{Argument, Layer, LayerType, Request, Wrapped};
pub(crate) use lower::{Depth, lower};
pub use lower::{MAX_LAYERS, layers};
pub use operation::{
    Activation, Conv2D, Cropping2D, Dense, Dropout, MaxPooling2D, Operation, Padding,
};
pub use parameter::{Constraint, Distribution, FanMode, Initializer, Parameter, Regularizer};
pub(crate) use rewrite::{crop_unused, pool_first};
pub use schedule::Schedule;
pub use shape::{Shape, ShapeError};
pub use training::{
    Adadelta, Adagrad, Adam, Clipping, Loss, LossOptions, Metric, Optimizer, Reduction, RmsProp,
    Sgd, Training, Updates,
};

use crate::span::Span;

/// A network that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// The name in the file, an identifier: `CNN`.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// The inputs, at least one.
    pub inputs: Vec<Input>,
    /// The layers, each after the layers whose results it takes.
    pub nodes: Vec<Node>,
    /// The value that the network computes.
    pub output: Value,
    /// What training makes small; without one the network can only predict.
    pub loss: Option<Loss>,
    /// The arguments of the loss.
    pub loss_options: LossOptions,
    /// How the parameters are changed; Adam with its defaults where the file names none.
    pub optimizer: Optimizer,
    /// What is done to learning rate, gradients and weights around the optimiser.
    pub updates: Updates,
    /// What is counted beside the loss.
    pub metrics: Vec<Metric>,
    /// The section `train`.
    pub training: Training,
    /// Where the sections stand that a target may not be able to express.
    pub sections: Sections,
    /// What the sections ask for beside all this, in the order of the file.
    pub requests: Vec<Request>,
    /// The point of the search space that was taken, where the file has one.
    pub point: Vec<Request>,
}

/// Where sections stand, as far as the file has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sections {
    /// `loss`
    pub loss: Option<Span>,
    /// `optimizer`
    pub optimizer: Option<Span>,
    /// `metrics`
    pub metrics: Option<Span>,
}

/// An input of a network.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Its name; `input` where the file gives none.
    pub name: String,
    /// Its shape, without the batch dimension.
    pub shape: Shape,
    /// Where it stands.
    pub span: Span,
}

/// A layer: an operation, where its operands come from, and the shape of its result.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// A name as Keras gives them, unique in the network: `conv2d`, `conv2d_1`.
    pub name: String,
    /// What is computed.
    pub operation: Operation,
    /// The operands, in order.
    pub inputs: Vec<Value>,
    /// The shape of the result, without the batch dimension.
    pub shape: Shape,
    /// Where the layer was written.
    pub span: Span,
    /// What the layer asks for beside its operation, in the order of its arguments.
    pub requests: Vec<Request>,
}

/// What an operation can take: an input of the network or the result of an earlier node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// The input of this index.
    Input(usize),
    /// The result of the node of this index.
    Node(usize),
}

impl Network {
    /// The shape of a value, without the batch dimension.
    pub fn shape(&self, value: Value) -> &Shape {
        match value {
            Value::Input(index) => &self.inputs[index].shape,
            Value::Node(index) => &self.nodes[index].shape,
        }
    }

    /// The trained parameters of a node, in Keras' order and layout, named `layer/kernel`.
    pub fn parameters_of(&self, node: &Node) -> Vec<Parameter> {
        let mut parameters = match node.inputs.as_slice() {
            [input] => node.operation.parameters(&node.name, self.shape(*input)),
            inputs => {
                let shapes: Vec<&Shape> = inputs.iter().map(|&input| self.shape(input)).collect();
                node.operation.parameters_on(&node.name, &shapes)
            }
        };
        if !node.requests.is_empty() {
            for parameter in &mut parameters {
                parameter.follow(|name| parameter::asked(&node.requests, name));
            }
        }
        parameters
    }

    /// What is added to the loss for the size of a node's result: Keras' `activity_regularizer`.
    pub fn activity_of(&self, node: &Node) -> Option<Regularizer> {
        let argument = match &node.operation {
            Operation::Layer(layer) => Some(layer.get("activity_regularizer")),
            _ => parameter::asked(&node.requests, "activity_regularizer"),
        };
        match argument {
            Some(Argument::Regularizer(regularizer)) => Some(*regularizer),
            _ => None,
        }
    }

    /// What a node keeps and does not train, as [`Network::parameters_of`].
    pub fn statistics_of(&self, node: &Node) -> Vec<Parameter> {
        let shapes: Vec<&Shape> = node.inputs.iter().map(|&input| self.shape(input)).collect();
        node.operation.statistics(&node.name, &shapes)
    }

    /// All trained parameters, in the order of the nodes.
    pub fn parameters(&self) -> Vec<Parameter> {
        self.nodes
            .iter()
            .flat_map(|node| self.parameters_of(node))
            .collect()
    }

    /// How many trained numbers the network has.
    pub fn parameter_count(&self) -> u64 {
        let count = |node: &Node| {
            if node.inputs.len() > 1 {
                return self.parameters_of(node).iter().map(Parameter::count).sum();
            }
            node.operation.parameter_count(self.shape(node.inputs[0]))
        };
        self.nodes.iter().map(count).sum()
    }

    /// The same network with every dropout rate at zero, which leaves dropout out.
    #[must_use]
    pub fn without_dropout(mut self) -> Self {
        for node in &mut self.nodes {
            if let Operation::Dropout(dropout) = &mut node.operation {
                dropout.rate = 0.0;
            }
        }
        self
    }

    /// The same network under another optimiser.
    #[must_use]
    pub fn with_optimizer(mut self, optimizer: Optimizer) -> Self {
        self.optimizer = optimizer;
        self
    }
}
