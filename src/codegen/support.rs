//! What the targets' faster programs can have: chains of few kinds of layers. The programs in `general` have
//! the rest.

use super::Target;
use crate::diagnostic::Diagnostic;
use crate::network::{
    Activation, Initializer, Loss, LossOptions, Metric, Network, Node, Operation, Optimizer, Value,
};
use crate::report::Report;
use crate::span::Span;

/// What a target can generate of what the language has.
struct Support {
    operation: fn(&Operation) -> bool,
    activation: fn(Activation) -> bool,
    initializer: fn(Initializer) -> bool,
    loss: fn(Loss) -> bool,
    optimizer: fn(&Optimizer) -> bool,
    metric: fn(Metric) -> bool,
}

/// Both began with the same.
const FIRST: Support = Support {
    operation: |operation| !matches!(operation, Operation::Layer(_)),
    activation: |activation| {
        use Activation::{Linear, Relu, Sigmoid, Softmax, Tanh};
        matches!(activation, Linear | Relu | Sigmoid | Tanh | Softmax)
    },
    initializer: |initializer| {
        use Initializer::{GlorotUniform, Ones, Zeros};
        matches!(initializer, Zeros | Ones | GlorotUniform)
    },
    loss: |loss| loss == Loss::SparseCategoricalCrossentropy,
    optimizer: |optimizer| match optimizer {
        Optimizer::Adam(adam) => !adam.amsgrad,
        optimizer => matches!(optimizer, Optimizer::Sgd(_)),
    },
    metric: |metric| metric == Metric::Accuracy,
};

static TORCH: Support = FIRST;
static TENSORFLOW: Support = FIRST;

/// Says what keeps a network from a target's faster program, each at its place.
pub(super) fn admit(network: &Network, target: Target) -> Result<(), Vec<Diagnostic>> {
    let support = match target {
        Target::Torch => &TORCH,
        Target::Tensorflow => &TENSORFLOW,
    };
    let mut faults = Vec::new();
    let mut refuse = |what: String, span| {
        let message = format!("the faster program for {target} cannot have {what}");
        faults.push(Diagnostic::error(message, span));
    };
    for input in network.inputs.iter().skip(1) {
        refuse("a second input".to_owned(), input.span);
    }
    for node in &network.nodes {
        for what in support.missing(node) {
            refuse(what, node.span);
        }
    }
    let of_nodes = network.nodes.iter().flat_map(|node| &node.requests);
    for request in network.requests.iter().chain(of_nodes) {
        let what = format!("`{}` of `{}`", request.name, request.owner);
        refuse(what, request.span);
    }
    let sections = &network.sections;
    if let Some(loss) = network.loss
        && !(support.loss)(loss)
    {
        let place = sections.loss.unwrap_or(network.span);
        refuse(format!("the loss {loss:?}"), place);
    }
    let place = sections.loss.unwrap_or(network.span);
    if network.loss_options != LossOptions::default() {
        refuse("a loss with arguments".to_owned(), place);
    }
    let place = sections.optimizer.unwrap_or(network.span);
    if !(support.optimizer)(&network.optimizer) {
        refuse(format!("the optimizer {}", network.optimizer.name()), place);
    }
    let updates = &network.updates;
    if let Some(schedule) = &updates.schedule {
        refuse(format!("the schedule {}", schedule.name()), place);
    }
    if updates.weight_decay.is_some() {
        refuse("weight decay".to_owned(), place);
    }
    if updates.clipping.is_some() {
        refuse("gradients that are clipped".to_owned(), place);
    }
    for &metric in &network.metrics {
        if let (false, Metric::Other(name)) = ((support.metric)(metric), metric) {
            let place = sections.metrics.unwrap_or(network.span);
            refuse(format!("the metric `{name}`"), place);
        }
    }
    faults.extend(unfit(network, target));
    if faults.is_empty() {
        return Ok(());
    }
    // Repetitions have one place, and a report shows it once.
    Err(Report::of(faults).finish())
}

impl Support {
    /// What a node has that the target cannot generate.
    fn missing(&self, node: &Node) -> Vec<String> {
        if !(self.operation)(&node.operation) {
            return vec![match &node.operation {
                Operation::Layer(layer) if layer.kind.has_no_meaning() => {
                    format!("`{}`, a layer that nobody has defined", layer.name())
                }
                Operation::Layer(layer) => format!("the layer `{}`", layer.kind.name()),
                _ => format!("the layer `{}`", node.name),
            }];
        }
        if let Operation::Dropout(dropout) = &node.operation
            && dropout.rate >= 1.0
        {
            return vec!["dropout of everything, a rate of 1,".to_owned()];
        }
        let (activation, initializers) = match &node.operation {
            Operation::Dense(dense) => (
                dense.activation,
                [dense.kernel_initializer, dense.bias_initializer],
            ),
            Operation::Conv2D(conv) => (
                conv.activation,
                [conv.kernel_initializer, conv.bias_initializer],
            ),
            Operation::Activation(activation) => (*activation, [Initializer::Zeros; 2]),
            _ => return Vec::new(),
        };
        let mut missing = Vec::new();
        if !(self.activation)(activation) {
            missing.push(format!("the activation {activation:?}"));
        }
        for initializer in initializers {
            if !(self.initializer)(initializer) {
                missing.push(format!("the initializer {initializer:?}"));
            }
        }
        missing
    }
}

/// Why the loss cannot be taken of what the network computes.
fn unfit(network: &Network, target: Target) -> Option<Diagnostic> {
    let (Some(Loss::SparseCategoricalCrossentropy), Value::Node(last)) =
        (network.loss, network.output)
    else {
        return None;
    };
    let node = &network.nodes[last];
    let softmax = match &node.operation {
        Operation::Dense(dense) => dense.activation == Activation::Softmax,
        Operation::Conv2D(conv) => conv.activation == Activation::Softmax,
        Operation::Activation(activation) => *activation == Activation::Softmax,
        _ => false,
    };
    let (what, hint) = if !softmax {
        (
            "a network that does not end in a softmax".to_owned(),
            "end the network with `Output` or activation=\"softmax\"",
        )
    } else if node.shape.rank() != 1 {
        (
            format!("an output {} with more than one axis", node.shape),
            "a `Flatten` before the dense layers leaves one axis",
        )
    } else {
        return None;
    };
    let message = format!(
        "the faster program for {target} cannot take `sparse_categorical_crossentropy` of {what}"
    );
    let place = network.sections.loss.unwrap_or(network.span);
    let fault = Diagnostic::error(message, place);
    Some(
        fault
            .with_label(node.span, "the last layer")
            .with_hint(hint),
    )
}

/// Where the output is written.
pub(super) fn output_span(network: &Network) -> Span {
    match network.output {
        Value::Node(index) => network.nodes[index].span,
        Value::Input(index) => network.inputs[index].span,
    }
}

/// An error with what is so at its place.
pub(super) fn refusal(span: Span, message: &str, label: &str) -> Diagnostic {
    Diagnostic::error(message, span).with_primary(label)
}
