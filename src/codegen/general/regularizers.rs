//! What is added to the loss for the size of values.

use super::body::Body;
use crate::codegen::text::float;
use crate::network::Regularizer;

/// The penalty of a value as an expression.
pub(in crate::codegen) fn expression(
    body: &mut Body,
    value: &str,
    regularizer: &Regularizer,
) -> String {
    match regularizer {
        Regularizer::L1L2 { l1, l2 } => {
            body.used.insert("penalty");
            format!("penalty({value}, {}, {})", float(*l1), float(*l2))
        }
        Regularizer::Orthogonal { factor, columns } => {
            body.used.insert("orthogonality");
            format!("orthogonality({value}, {}, {columns})", float(*factor))
        }
    }
}
