//! Where weights are put after a step.

use crate::codegen::text::{array, float};
use crate::network::Constraint;

/// The constrained value of a weight as an expression.
pub(in crate::codegen) fn expression(weight: &str, constraint: &Constraint) -> String {
    let norms = |axis: &[i64]| format!("axis_norms({weight}, &{})", array(axis));
    // Keras' epsilon.
    let divided = |norms: &str| format!("({norms} + 1e-7)");
    let weight = weight.trim_start_matches('&');
    match constraint {
        Constraint::NonNeg => format!("{weight}.relu()"),
        Constraint::UnitNorm { axis } => {
            let norms = norms(axis);
            format!("&{weight} / {}", divided(&norms))
        }
        Constraint::MaxNorm { max_value, axis } => {
            let norms = norms(axis);
            let wanted = format!("{norms}.clamp(0.0, {})", float(*max_value));
            format!("&{weight} * {wanted} / {}", divided(&norms))
        }
        Constraint::MinMaxNorm {
            min_value,
            max_value,
            rate,
            axis,
        } => {
            let norms = norms(axis);
            let (least, most, rate) = (float(*min_value), float(*max_value), float(*rate));
            let wanted = format!("{norms}.clamp({least}, {most}) * {rate}");
            let wanted = format!("({wanted} + {norms} * (1.0 - {rate}))");
            format!("&{weight} * {wanted} / {}", divided(&norms))
        }
    }
}
