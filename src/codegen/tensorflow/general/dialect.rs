//! How the programs for TensorFlow spell what layers do: methods of a value that they define themselves.

use crate::codegen::general::{Dialect, Form, OwnDraws};
use crate::codegen::text::{array, float};
use crate::network::Activation;

/// The dialect of the programs' `Value`.
pub(super) struct Tensorflow;

/// The method of an operation; those of the operators take the value away.
fn spelled(operation: &str) -> &'static str {
    match operation {
        "add" => "plus",
        "sub" => "minus",
        "mul" => "times",
        _ => "over",
    }
}

impl Dialect for Tensorflow {
    fn target(&self) -> &'static str {
        "tensorflow"
    }

    fn value_type(&self) -> &'static str {
        "Value"
    }

    fn weight(&self, field: &str) -> String {
        format!("&weights.{field}")
    }

    fn training(&self) -> &'static str {
        "masks"
    }

    fn is_training(&self) -> &'static str {
        "masks.is_some()"
    }

    fn own_draws(&self, variable: &str, seed: i64) -> OwnDraws {
        OwnDraws::Argument {
            link: format!("map(|masks| masks.seeded({seed}))"),
            argument: format!("{variable}.as_ref()"),
        }
    }

    fn activation(&self, activation: Activation) -> Form {
        match activation {
            Activation::Linear => Form::Nothing,
            Activation::Relu => Form::Method("relu()"),
            Activation::Sigmoid => Form::Method("sigmoid()"),
            Activation::Tanh => Form::Method("tanh()"),
            Activation::Softplus => Form::Method("softplus()"),
            Activation::Exponential => Form::Method("exp()"),
            Activation::Relu6 => Form::Method("clamp(0.0, 6.0)"),
            other => Form::Function(self.function(other)),
        }
    }

    fn function(&self, activation: Activation) -> &'static str {
        match activation {
            Activation::Linear => "Value::clone",
            Activation::Relu => "Value::relu",
            Activation::Sigmoid => "Value::sigmoid",
            Activation::Tanh => "Value::tanh",
            Activation::Softplus => "Value::softplus",
            Activation::Exponential => "Value::exp",
            Activation::Softmax => "softmax",
            Activation::LogSoftmax => "log_softmax",
            Activation::Elu => "elu",
            Activation::Selu => "selu",
            Activation::Silu => "silu",
            Activation::Mish => "mish",
            Activation::Gelu => "gelu",
            Activation::HardSigmoid => "hard_sigmoid",
            Activation::Relu6 => "relu6",
            Activation::LeakyRelu => "leaky_relu",
            Activation::Softsign => "softsign",
        }
    }

    fn same(&self) -> String {
        "clone()".to_owned()
    }

    fn flatten(&self, size: Option<u64>) -> String {
        format!("reshape(&[-1, {}])", size.unwrap_or(1))
    }

    fn reshape(&self, sizes: &[String]) -> String {
        format!("reshape(&{})", array(sizes))
    }

    fn permute(&self, order: &[i64]) -> String {
        format!("transpose(&{})", array(order))
    }

    fn mean(&self, axes: &[usize], keep: bool) -> String {
        format!("mean(&{}, {keep})", array(axes))
    }

    fn maximum(&self, axes: &[usize], keep: bool) -> String {
        format!("greatest(&{}, {keep})", array(axes))
    }

    fn softmax(&self, axis: i64) -> String {
        format!("softmax_at({axis})")
    }

    fn pad(&self, around: &[[i64; 2]]) -> String {
        let sides: Vec<String> = around.iter().map(|sides| array(sides)).collect();
        format!("pad(&{})", array(&sides))
    }

    fn combine(&self, operation: &str, other: &str) -> String {
        format!("{}({other})", spelled(operation))
    }

    fn combine_number(&self, operation: &str, number: f64) -> String {
        format!("{}({})", spelled(operation), float(number))
    }

    fn not_equal(&self, number: f64) -> String {
        format!("not_equal({})", float(number))
    }

    fn any_not_equal(&self, number: f64) -> Vec<String> {
        vec![self.not_equal(number), "greatest(&[-1], false)".to_owned()]
    }

    fn where_masked(&self, mask: &str) -> String {
        format!("times(&{mask}.reshape(&[-1, {mask}.size(1), 1]))")
    }

    fn swap_last(&self) -> String {
        "swap_last()".to_owned()
    }

    fn flip_steps(&self) -> Form {
        Form::Function("flip_steps")
    }

    fn concat(&self) -> &'static str {
        "concat"
    }

    fn size(&self, value: &str, axis: usize) -> String {
        format!("{}.size({axis})", value.trim_start_matches('&'))
    }

    fn sizes(&self, value: &str) -> String {
        format!("&{}.shape", value.trim_start_matches('&'))
    }

    fn samples(&self, value: &str) -> String {
        format!("{value}.count(&[0])")
    }

    fn numbers(&self, values: &[f64]) -> String {
        let values: Vec<String> = values.iter().map(|&value| float(value)).collect();
        format!("graph.numbers(&{})", array(&values))
    }

    fn mask(
        &self,
        [queries, keys]: [String; 2],
        window: Option<u64>,
        value: &str,
    ) -> (&'static str, Vec<String>) {
        let value = value.trim_start_matches('&');
        let (behind, ahead) = match window {
            None => (-1, 0),
            Some(window) => (window as i64 - 1, window as i64 - 1),
        };
        let sizes = format!("[{queries}, {keys}]");
        let arguments = [
            format!("&{value}.graph"),
            sizes,
            behind.to_string(),
            ahead.to_string(),
        ];
        ("band_mask", arguments.to_vec())
    }

    fn both_masks(&self, other: &str) -> String {
        format!("times(&{other})")
    }

    fn either_mask(&self, other: &str) -> String {
        format!("maximum(&{other})")
    }

    fn mask_along(&self, mask: &str, rank: usize, axis: usize) -> Vec<String> {
        let steps = format!("{mask}.size(1)");
        let size = |it: usize| match it {
            0 => "-1",
            it if it == axis => &steps,
            _ => "1",
        };
        let sizes: Vec<&str> = (0..rank).map(size).collect();
        vec![format!("reshape(&[{}])", sizes.join(", "))]
    }

    fn repeat_heads(&self, times: u64) -> Result<String, Vec<String>> {
        Err(vec![times.to_string()])
    }

    fn states(&self, field: &str) -> String {
        format!("&weights.{field}")
    }
}
