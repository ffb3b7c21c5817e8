//! How `tch` spells what layers do.

use crate::codegen::general::{Dialect, Form, OwnDraws};
use crate::codegen::text::{array, float};
use crate::network::Activation;

/// The dialect of `tch::Tensor`.
pub(super) struct Torch;

impl Dialect for Torch {
    fn target(&self) -> &'static str {
        "torch"
    }

    fn value_type(&self) -> &'static str {
        "Tensor"
    }

    fn weight(&self, field: &str) -> String {
        format!("&self.{field}")
    }

    fn training(&self) -> &'static str {
        "train"
    }

    fn is_training(&self) -> &'static str {
        "train"
    }

    fn own_draws(&self, _: &str, _: i64) -> OwnDraws {
        OwnDraws::Field("begin(train)".to_owned())
    }

    fn activation(&self, activation: Activation) -> Form {
        match activation {
            Activation::Linear => Form::Nothing,
            Activation::Relu => Form::Method("relu()"),
            Activation::Sigmoid => Form::Method("sigmoid()"),
            Activation::Tanh => Form::Method("tanh()"),
            Activation::Elu => Form::Method("elu()"),
            Activation::Selu => Form::Method("selu()"),
            Activation::Silu => Form::Method("silu()"),
            Activation::Mish => Form::Method("mish()"),
            Activation::HardSigmoid => Form::Method("hardsigmoid()"),
            Activation::Softplus => Form::Method("softplus()"),
            Activation::Exponential => Form::Method("exp()"),
            Activation::Softmax => Form::Method("softmax(-1, KIND)"),
            Activation::LogSoftmax => Form::Method("log_softmax(-1, KIND)"),
            Activation::Gelu => Form::Method("gelu(\"none\")"),
            Activation::Relu6 => Form::Method("clamp(0.0, 6.0)"),
            Activation::LeakyRelu => Form::Function("leaky_relu"),
            Activation::Softsign => Form::Function("softsign"),
        }
    }

    fn function(&self, activation: Activation) -> &'static str {
        match activation {
            Activation::Linear => "Tensor::shallow_clone",
            Activation::Relu => "Tensor::relu",
            Activation::Sigmoid => "Tensor::sigmoid",
            Activation::Tanh => "Tensor::tanh",
            Activation::Elu => "Tensor::elu",
            Activation::Selu => "Tensor::selu",
            Activation::Silu => "Tensor::silu",
            Activation::Mish => "Tensor::mish",
            Activation::HardSigmoid => "Tensor::hardsigmoid",
            Activation::Softplus => "Tensor::softplus",
            Activation::Exponential => "Tensor::exp",
            Activation::Softmax => "softmax",
            Activation::LogSoftmax => "log_softmax",
            Activation::Gelu => "gelu",
            Activation::Relu6 => "relu6",
            Activation::LeakyRelu => "leaky_relu",
            Activation::Softsign => "softsign",
        }
    }

    fn same(&self) -> String {
        "shallow_clone()".to_owned()
    }

    fn flatten(&self, _: Option<u64>) -> String {
        "flatten(1, -1)".to_owned()
    }

    fn reshape(&self, sizes: &[String]) -> String {
        format!("reshape({})", array(sizes))
    }

    fn permute(&self, order: &[i64]) -> String {
        format!("permute({})", array(order))
    }

    fn mean(&self, axes: &[usize], keep: bool) -> String {
        let axes = array(axes).replace("[1", "[1_i64");
        format!("mean_dim({axes}.as_slice(), {keep}, KIND)")
    }

    fn maximum(&self, axes: &[usize], keep: bool) -> String {
        format!("amax({}, {keep})", array(axes))
    }

    fn softmax(&self, axis: i64) -> String {
        format!("softmax({axis}, KIND)")
    }

    fn pad(&self, around: &[[i64; 2]]) -> String {
        let behind_batch = around[1..].iter().rev().flatten();
        let sides: Vec<i64> = behind_batch.copied().collect();
        format!("pad({}, \"constant\", 0.0)", array(&sides))
    }

    fn combine(&self, operation: &str, other: &str) -> String {
        format!("g_{operation}({other})")
    }

    fn combine_number(&self, operation: &str, number: f64) -> String {
        format!("g_{operation}_scalar({})", float(number))
    }

    fn not_equal(&self, number: f64) -> String {
        format!("ne({})", float(number))
    }

    fn any_not_equal(&self, number: f64) -> Vec<String> {
        vec![self.not_equal(number), "any_dim(-1, false)".to_owned()]
    }

    fn where_masked(&self, mask: &str) -> String {
        format!("g_mul(&{mask}.to_kind(KIND).unsqueeze(-1))")
    }

    fn swap_last(&self) -> String {
        "transpose(-2, -1)".to_owned()
    }

    fn flip_steps(&self) -> Form {
        Form::Method("flip([1])")
    }

    fn concat(&self) -> &'static str {
        "Tensor::cat"
    }

    fn size(&self, value: &str, axis: usize) -> String {
        format!("{}.size()[{axis}]", value.trim_start_matches('&'))
    }

    fn sizes(&self, value: &str) -> String {
        format!("&{}.size()", value.trim_start_matches('&'))
    }

    fn samples(&self, value: &str) -> String {
        format!("{} as f64", self.size(value, 0))
    }

    fn numbers(&self, values: &[f64]) -> String {
        let values: Vec<String> = values.iter().map(|&value| float(value)).collect();
        format!("Tensor::from_slice(&{}).to_kind(KIND)", array(&values))
    }

    fn mask(
        &self,
        [queries, keys]: [String; 2],
        window: Option<u64>,
        value: &str,
    ) -> (&'static str, Vec<String>) {
        let device = format!("{}.device()", value.trim_start_matches('&'));
        match window {
            None => ("causal_mask", vec![queries, keys, device]),
            Some(window) => (
                "window_mask",
                vec![queries, keys, window.to_string(), device],
            ),
        }
    }

    fn both_masks(&self, other: &str) -> String {
        format!("logical_and(&{other})")
    }

    fn either_mask(&self, other: &str) -> String {
        format!("logical_or(&{other})")
    }

    fn mask_along(&self, _mask: &str, rank: usize, axis: usize) -> Vec<String> {
        let others = (1..rank).filter(|&it| it != axis);
        others.map(|it| format!("unsqueeze({it})")).collect()
    }

    fn repeat_heads(&self, times: u64) -> Result<String, Vec<String>> {
        Ok(format!("repeat_interleave_self_int({times}, 1, None)"))
    }

    fn states(&self, field: &str) -> String {
        format!("&self.{field}")
    }
}
