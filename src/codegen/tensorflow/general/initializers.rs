//! First values of weights.

use crate::codegen::general::draw::Draw;
use crate::codegen::text::{array, float};
use crate::network::Parameter;

/// The expression that draws a weight; each has a number of its own beside the program's seed.
pub(super) fn expression(parameter: &Parameter, number: i64) -> String {
    let shape = array(&parameter.shape);
    let drawn = |function: &str, numbers: &[f64]| {
        let numbers: Vec<String> = numbers.iter().map(|&number| float(number)).collect();
        format!(
            "{function}(graph, [seed, {number}], &{shape}, {})",
            numbers.join(", ")
        )
    };
    let expression = match Draw::of(parameter) {
        Draw::Constant(value) => format!("filled(graph, &{shape}, {})", float(value)),
        Draw::Uniform(low, high) => drawn("draw_uniform", &[low, high]),
        Draw::Normal(mean, deviation) => drawn("draw_normal", &[mean, deviation]),
        Draw::Truncated(mean, deviation) => drawn("draw_truncated", &[mean, deviation]),
        Draw::Orthogonal(gain) => drawn("draw_orthogonal", &[gain]),
        Draw::Identity(gain) => format!("identity_matrix(graph, {shape}, {})", float(gain)),
    };
    if parameter.unit_forget_bias {
        return format!("with_forget_bias({expression})");
    }
    expression
}
