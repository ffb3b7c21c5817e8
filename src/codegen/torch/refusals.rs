//! What the program for a chain cannot express.

use crate::codegen::support::{output_span, refusal};
use crate::diagnostic::Diagnostic;
use crate::network::{Network, Operation, Padding};

/// One diagnostic for each place that it cannot.
pub(super) fn refusals(network: &Network) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for input in network.inputs.iter().skip(1) {
        errors.push(refusal(
            input.span,
            "a program for torch takes one input",
            "this is a further one",
        ));
    }
    for node in &network.nodes {
        let (padding, strides) = match &node.operation {
            Operation::Conv2D(conv) => (conv.padding, conv.strides),
            Operation::MaxPooling2D(pool) => (pool.padding, pool.strides),
            _ => continue,
        };
        let sizes = &network.shape(node.inputs[0]).0[..2];
        let unknown = sizes.iter().zip(strides).any(|(n, s)| n.is_none() && s > 1);
        if padding == Padding::Same && unknown {
            errors.push(refusal(
                node.span,
                "torch needs the height and width here to pad by `same` with strides",
                "the size of this layer's input is not known",
            ));
        }
    }
    if network.loss.is_some() && network.shape(network.output).rank() != 1 {
        errors.push(refusal(
            output_span(network),
            "a program for torch computes the loss of one distribution for each sample",
            "this gives more than one",
        ));
    }
    errors
}
