//! What the file asks for that no program of this kind expresses.

use super::body::Body;
use super::losses::{self, Accuracy};
use super::unexpressed;
use crate::diagnostic::Diagnostic;
use crate::network::{Initializer, Loss, Metric, Network, Operation, Regularizer};

/// Refuses what no program expresses: requests of sections, metrics, masks of the output.
pub(in crate::codegen) fn refuse(body: &mut Body) {
    let network = body.plan.network;
    let target = body.plan.dialect.target();
    let mut faults = Vec::new();
    let mut refuse = |what: String, span| {
        let message = format!("a program for {target} cannot have {what}");
        faults.push(Diagnostic::error(message, span));
    };
    for request in &network.requests {
        refuse(
            format!("`{}` of `{}`", request.name, request.owner),
            request.span,
        );
    }
    for node in &network.nodes {
        for request in &node.requests {
            if !honoured(&request.name) {
                refuse(
                    format!("`{}` of `{}`", request.name, request.owner),
                    request.span,
                );
            }
        }
        if let Operation::Layer(layer) = &node.operation {
            for (name, kind) in unexpressed::arguments(layer, Some(&node.shape)) {
                refuse(format!("`{name}` of `{}`", kind.name()), node.span);
            }
        }
    }
    for weight in &body.plan.weights {
        let parameter = &weight.parameter;
        let identity = matches!(parameter.initializer, Initializer::Identity(_));
        if identity && parameter.shape.len() != 2 {
            let what = format!(
                "the initializer `identity` of `{}`, no matrix,",
                parameter.name
            );
            refuse(what, weight.span);
        }
        if let Some(Regularizer::Orthogonal { .. }) = parameter.regularizer
            && parameter.shape.len() != 2
        {
            let what = format!(
                "`orthogonal_regularizer` of `{}`, no matrix,",
                parameter.name
            );
            refuse(what, weight.span);
        }
    }
    for metric in &network.metrics {
        if let Metric::Other(name) = metric
            && !is_had(name, network)
        {
            let place = network.sections.metrics.unwrap_or(network.span);
            refuse(format!("the metric `{name}`"), place);
        }
    }
    body.faults.extend(faults);
}

/// What a layer may ask for beside its operation.
pub(in crate::codegen) fn honoured(name: &str) -> bool {
    matches!(name, "trainable" | "noise_shape" | "seed")
        || name == "activity_regularizer"
        || name.ends_with("_regularizer")
        || name.ends_with("_constraint")
}

/// Whether a metric is what `accuracy` counts in this network, or the loss itself.
fn is_had(name: &str, network: &Network) -> bool {
    let accuracy = losses::accuracy(network);
    match name {
        "loss" => true,
        "categorical_accuracy" => accuracy == Accuracy::Largest,
        // Of several outputs the largest counts where `accuracy` is asked for as well.
        "binary_accuracy" => {
            accuracy == Accuracy::Half
                && (losses::is_single(network) || !network.metrics.contains(&Metric::Accuracy))
        }
        "mse" | "mean_squared_error" => network.loss == Some(Loss::MeanSquaredError),
        "mae" | "mean_absolute_error" => network.loss == Some(Loss::MeanAbsoluteError),
        _ => false,
    }
}
