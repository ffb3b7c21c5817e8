//! First values of weights.

use crate::codegen::general::draw::Draw;
use crate::codegen::text::{Text, array, float};
use crate::network::Parameter;

/// The statements that make the first values of a weight.
pub(super) struct First {
    /// The function.
    function: &'static str,
    arguments: Vec<String>,
    forget_bias: bool,
}

impl First {
    /// Those of a weight; each has a number of its own beside the program's seed.
    pub(super) fn of(parameter: &Parameter, number: i64) -> Self {
        let shape = format!("&{}", array(&parameter.shape));
        let drawn = |numbers: &[f64]| {
            let numbers = numbers.iter().map(|&number| float(number));
            let head = [
                "graph".to_owned(),
                format!("[seed, {number}]"),
                shape.clone(),
            ];
            head.into_iter().chain(numbers).collect()
        };
        let graph = || "graph".to_owned();
        let (function, arguments) = match Draw::of(parameter) {
            Draw::Constant(value) => ("filled", vec![graph(), shape, float(value)]),
            Draw::Uniform(low, high) => ("draw_uniform", drawn(&[low, high])),
            Draw::Normal(mean, deviation) => ("draw_normal", drawn(&[mean, deviation])),
            Draw::Truncated(mean, deviation) => ("draw_truncated", drawn(&[mean, deviation])),
            Draw::Orthogonal(gain) => ("draw_orthogonal", drawn(&[gain])),
            Draw::Identity(gain) => (
                "identity_matrix",
                vec![graph(), array(&parameter.shape), float(gain)],
            ),
        };
        Self {
            function,
            arguments,
            forget_bias: parameter.unit_forget_bias,
        }
    }

    /// Whether they depend on the seed.
    pub(super) fn is_drawn(&self) -> bool {
        self.function.starts_with("draw")
    }

    /// Writes `first`.
    pub(super) fn write(&self, text: &mut Text) {
        text.call(
            &format!("let first = {}", self.function),
            &self.arguments,
            ";",
        );
        if self.forget_bias {
            text.line("let first = with_forget_bias(first);");
        }
    }
}
