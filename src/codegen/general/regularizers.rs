//! What is added to the loss for the size of values.

use crate::codegen::text::float;
use crate::network::Regularizer;

/// The penalty of a value as an expression.
pub(in crate::codegen) fn expression(value: &str, regularizer: &Regularizer) -> String {
    match regularizer {
        Regularizer::L1L2 { l1, l2 } => {
            format!("penalty({value}, {}, {})", float(*l1), float(*l2))
        }
        Regularizer::Orthogonal { factor, columns } => {
            format!("orthogonality({value}, {}, {columns})", float(*factor))
        }
    }
}
