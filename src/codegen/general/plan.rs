//! Names: of the values, of the weights, of what a layer keeps.

use std::borrow::Cow;
use std::collections::HashSet;

use super::Dialect;
use crate::codegen::names::Names;
use crate::codegen::type_name;
use crate::network::{Network, Parameter, Value};
use crate::span::Span;

/// A weight of the program.
#[derive(Debug)]
pub(in crate::codegen) struct Variable {
    /// The field: `lstm_recurrent_kernel`.
    pub(in crate::codegen) field: String,
    /// The name in the `VarStore`: `lstm.recurrent_kernel`.
    pub(in crate::codegen) path: String,
    /// What it is in the network.
    pub(in crate::codegen) parameter: Parameter,
    /// Where its layer was written.
    pub(in crate::codegen) span: Span,
    /// Whether an optimiser may move it.
    pub(in crate::codegen) trained: bool,
}

/// What was decided for a network.
pub(in crate::codegen) struct Plan<'a> {
    pub(in crate::codegen) network: &'a Network,
    /// How the target spells what layers do.
    pub(in crate::codegen) dialect: &'static dyn Dialect,
    /// The name of the program's type.
    pub(in crate::codegen) type_name: String,
    /// The variables of the inputs.
    pub(in crate::codegen) inputs: Vec<String>,
    /// The variable of each node.
    pub(in crate::codegen) nodes: Vec<String>,
    /// All weights: those of a node that are trained, then those that it keeps.
    pub(in crate::codegen) weights: Vec<Variable>,
    /// For each node the weights that are its own.
    ranges: Vec<std::ops::Range<usize>>,
}

/// Variables of the program's own beside those of the layers.
const RESERVED: [&str; 10] = [
    "inputs",
    "model",
    "optimizer",
    "penalty_",
    "targets",
    "train",
    "vs",
    "xs",
    "ys",
    "variable",
];

/// What the statements of a layer call their own variables: `NAME_mask`.
const PARTS: [&str; 14] = [
    "draws", "gate", "heads", "key", "keys", "mask", "one", "other", "query", "scores", "so_far",
    "steps", "value", "window",
];

/// The name of a node as its variable is called, unless another layer calls one of its own variables so.
fn apart<'n>(name: &'n str, all: &HashSet<String>) -> Cow<'n, str> {
    let snake = Names::new(&[]).snake(name);
    let is_part = PARTS.iter().any(|part| {
        let whole = snake.strip_suffix(part).and_then(|it| it.strip_suffix('_'));
        whole.is_some_and(|whole| all.contains(whole))
    });
    match is_part {
        true => Cow::Owned([name, "_layer"].concat()),
        false => Cow::Borrowed(name),
    }
}

impl<'a> Plan<'a> {
    /// `functions` are the names of those that a program may define.
    pub(in crate::codegen) fn new(
        network: &'a Network,
        dialect: &'static dyn Dialect,
        functions: impl Iterator<Item = &'static str>,
    ) -> Self {
        let reserved: Vec<&str> = RESERVED.into_iter().chain(functions).collect();
        let mut names = Names::new(&reserved);
        let of_nodes = network.nodes.iter().map(|node| &*node.name);
        let all: HashSet<String> = of_nodes.map(|it| Names::new(&[]).snake(it)).collect();
        let inputs = match network.inputs.as_slice() {
            [_] => vec!["xs".to_owned()],
            several => {
                let several = several.iter();
                several
                    .map(|input| names.snake(&apart(&input.name, &all)))
                    .collect()
            }
        };
        let mut fields = Names::new(&[]);
        let mut nodes = Vec::new();
        let mut weights = Vec::new();
        let mut ranges = Vec::new();
        for node in &network.nodes {
            let name = names.snake(&apart(&node.name, &all));
            let start = weights.len();
            let trained = network.parameters_of(node).into_iter();
            let kept = network.statistics_of(node).into_iter();
            let all = trained
                .map(|it| (it, true))
                .chain(kept.map(|it| (it, false)));
            for (parameter, trained) in all {
                let part = parameter
                    .name
                    .strip_prefix(&node.name)
                    .unwrap_or(&parameter.name);
                let part = part.trim_start_matches('/');
                weights.push(Variable {
                    field: fields.snake(&format!("{name}_{}", part.replace('/', "_"))),
                    path: format!("{name}.{}", part.replace('/', ".")),
                    span: node.span,
                    trained: trained && parameter.trainable,
                    parameter,
                });
            }
            ranges.push(start..weights.len());
            nodes.push(name);
        }
        Self {
            network,
            dialect,
            type_name: type_name(network),
            inputs,
            nodes,
            weights,
            ranges,
        }
    }

    /// The weights of a node.
    pub(in crate::codegen) fn weights_of(&self, node: usize) -> &[Variable] {
        &self.weights[self.ranges[node].clone()]
    }

    /// A value as an argument by reference.
    pub(in crate::codegen) fn reference(&self, value: Value) -> String {
        match value {
            Value::Input(index) => self.inputs[index].clone(),
            Value::Node(index) => format!("&{}", self.nodes[index]),
        }
    }

    /// Whether the network takes several inputs.
    pub(in crate::codegen) fn takes_several(&self) -> bool {
        self.network.inputs.len() > 1
    }
}
