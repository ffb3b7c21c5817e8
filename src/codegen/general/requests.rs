//! What the file asks for that no program of this kind expresses.

use super::body::Body;
use super::metrics;
use super::reasons::reason;
use super::unexpressed;
use crate::diagnostic::Diagnostic;
use crate::network::{Initializer, Operation, Regularizer};

/// Refuses what no program expresses: requests of sections, metrics, masks of the output.
pub(in crate::codegen) fn refuse(body: &mut Body) {
    let network = body.plan.network;
    let target = body.plan.dialect.target();
    let mut faults = Vec::new();
    let mut refuse = |name: &str, what: String, span| {
        let message = format!("a program for {target} cannot have {what}");
        faults.push(Diagnostic::error(message, span).with_hints(reason(name)));
    };
    for request in &network.requests {
        let what = format!("`{}` of `{}`", request.name, request.owner);
        refuse(&request.name, what, request.span);
    }
    for node in &network.nodes {
        for request in &node.requests {
            if !honoured(&request.name) {
                let what = format!("`{}` of `{}`", request.name, request.owner);
                refuse(&request.name, what, request.span);
            }
        }
        if let Operation::Layer(layer) = &node.operation {
            for (name, kind) in unexpressed::arguments(layer, Some(&node.shape)) {
                refuse(name, format!("`{name}` of `{}`", kind.name()), node.span);
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
            refuse("", what, weight.span);
        }
        if let Some(Regularizer::Orthogonal { .. }) = parameter.regularizer
            && parameter.shape.len() != 2
        {
            let what = format!(
                "`orthogonal_regularizer` of `{}`, no matrix,",
                parameter.name
            );
            refuse("", what, weight.span);
        }
    }
    let (measures, others) = metrics::of(network);
    let masked = network.loss.is_some() && body.mask(network.output).is_some();
    let place = network.sections.metrics.unwrap_or(network.span);
    for name in others {
        refuse(name, format!("the metric `{name}`"), place);
    }
    for measure in measures.iter().filter(|_| masked) {
        let what = format!("`{}` of an output with a mask", measure.field);
        refuse("", what, place);
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
