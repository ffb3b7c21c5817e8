//! The sections `loss` and `metrics`.

use super::value::Choices;
use super::{Report, SEARCH_SPACE, not_built};
use crate::diagnostic::Diagnostic;
use crate::network::{Activation, Loss, Metric, Network, Operation, Value as NetworkValue};
use crate::syntax::{Setting, Value, ValueKind};

static LOSSES: Choices<Loss> = Choices {
    what: "loss",
    built: &[(
        "sparse_categorical_crossentropy",
        Loss::SparseCategoricalCrossentropy,
    )],
    not_built: &[
        "categorical_crossentropy",
        "cross_entropy",
        "crossentropy",
        "binary_crossentropy",
        "mse",
        "mean_squared_error",
        "mae",
        "mean_absolute_error",
        "huber",
        "kl_divergence",
    ],
};

static METRICS: Choices<Metric> = Choices {
    what: "metric",
    // With a sparse loss Keras takes both for the same.
    built: &[
        ("accuracy", Metric::Accuracy),
        ("acc", Metric::Accuracy),
        ("sparse_categorical_accuracy", Metric::Accuracy),
    ],
    not_built: &[
        "categorical_accuracy",
        "binary_accuracy",
        "top_k_categorical_accuracy",
        "precision",
        "recall",
        "f1_score",
        "auc",
        "mse",
        "mean_squared_error",
        "mae",
        "mean_absolute_error",
    ],
};

/// The name of a loss, and the value that it stands in.
fn name<'a>(setting: &'a Setting<'a>) -> Option<(&'a str, &'a Value<'a>)> {
    match setting.values.as_slice() {
        [value] => match &value.kind {
            ValueKind::String(name) | ValueKind::Word(name) => Some((name, value)),
            ValueKind::Call(call) => Some((call.name.text, value)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether it is the loss under which `Output` ends in a sigmoid.
pub(super) fn is_binary(setting: &Setting) -> bool {
    name(setting).is_some_and(|(name, _)| name.eq_ignore_ascii_case("binary_crossentropy"))
}

/// The loss of a network.
pub(super) fn read(setting: &Setting, report: &mut Report) -> Option<Loss> {
    let Some((name, value)) = name(setting) else {
        let message = "a loss is a name: \"sparse_categorical_crossentropy\"";
        report.push(Diagnostic::error(message, setting.span));
        return None;
    };
    if let ValueKind::Call(call) = &value.kind {
        if name == SEARCH_SPACE {
            let message = not_built("a search space");
            report.push(Diagnostic::error(message, value.span));
            return None;
        }
        if let Some(argument) = call.arguments.first() {
            let message = not_built("an argument of a loss");
            report.push(Diagnostic::error(message, argument.span));
        }
    }
    LOSSES.find(name, value, report)
}

/// Makes sure that the loss can be taken of what the network computes.
pub(super) fn check_fit(network: &Network, setting: &Setting, report: &mut Report) {
    let NetworkValue::Node(last) = network.output else {
        return;
    };
    let node = &network.nodes[last];
    let probabilities = match &node.operation {
        Operation::Dense(dense) => dense.activation == Activation::Softmax,
        Operation::Conv2D(conv) => conv.activation == Activation::Softmax,
        Operation::Activation(activation) => *activation == Activation::Softmax,
        _ => false,
    };
    if !probabilities {
        let what = "`sparse_categorical_crossentropy` of a network that does not end in a softmax";
        report.push(
            Diagnostic::error(not_built(what), setting.span)
                .with_label(node.span, "the last layer")
                .with_hint("end the network with `Output` or activation=\"softmax\""),
        );
    } else if node.shape.rank() != 1 {
        let what = format!(
            "`sparse_categorical_crossentropy` of an output {} with more than one axis",
            node.shape
        );
        report.push(
            Diagnostic::error(not_built(&what), setting.span)
                .with_label(node.span, "the last layer")
                .with_hint("a `Flatten` before the dense layers leaves one axis"),
        );
    }
}

/// The metrics of a network: a name or a list of names.
pub(super) fn metrics(setting: &Setting, report: &mut Report) -> Vec<Metric> {
    let mut metrics = Vec::new();
    for value in setting.values.iter().flat_map(elements) {
        let metric = match &value.kind {
            ValueKind::String(name) | ValueKind::Word(name) => METRICS.find(name, value, report),
            ValueKind::Invalid => None,
            _ => {
                let message = format!("a metric is a name: \"accuracy\"; found {value}");
                report.push(Diagnostic::error(message, value.span));
                None
            }
        };
        metrics.extend(metric.filter(|metric| !metrics.contains(metric)));
    }
    metrics
}

fn elements<'a>(value: &'a Value<'a>) -> &'a [Value<'a>] {
    match &value.kind {
        ValueKind::List(values) | ValueKind::Tuple(values) => values,
        _ => std::slice::from_ref(value),
    }
}
