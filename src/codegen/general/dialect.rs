//! How a target spells what layers do.

use crate::network::Activation;

/// How an activation is applied.
pub(in crate::codegen) enum Form {
    /// It changes nothing.
    Nothing,
    /// A method of a value.
    Method(&'static str),
    /// A function of the program.
    Function(&'static str),
}

/// How a layer draws from a stream of its own.
pub(in crate::codegen) enum OwnDraws {
    /// The program has a field for the stream; this method of it begins the draws, and dropping what it
    /// gives ends them.
    Field(String),
    /// This method of the argument of training gives another one, and `argument` is how that is handed on.
    Argument { link: String, argument: String },
}

/// How a target spells what layers do. Methods are given with their arguments, without the dot; values
/// that are arguments come as references.
pub(in crate::codegen) trait Dialect {
    /// The target's name: `torch`.
    fn target(&self) -> &'static str;

    /// The type of a value, for its functions: `Tensor`.
    fn value_type(&self) -> &'static str;

    /// A weight of the program as an argument.
    fn weight(&self, field: &str) -> String;

    /// The argument that says whether a call is one of training, and holds what that draws.
    fn training(&self) -> &'static str;

    /// The same as `true` or `false`.
    fn is_training(&self) -> &'static str;

    /// How a layer with this seed draws, by a variable of this name.
    fn own_draws(&self, variable: &str, seed: i64) -> OwnDraws;

    /// How an activation is applied.
    fn activation(&self, activation: Activation) -> Form;

    /// An activation as a function of one value.
    fn function(&self, activation: Activation) -> &'static str;

    /// The same value once more.
    fn same(&self) -> String;

    /// All axes behind the batch in one of this size.
    fn flatten(&self, size: Option<u64>) -> String;

    /// Another shape; the batch is its first axis, and one size may be -1.
    fn reshape(&self, sizes: &[String]) -> String;

    /// The axes in another order.
    fn permute(&self, order: &[i64]) -> String;

    /// The mean over axes.
    fn mean(&self, axes: &[usize], keep: bool) -> String;

    /// The maximum over axes.
    fn maximum(&self, axes: &[usize], keep: bool) -> String;

    /// Softmax along an axis.
    fn softmax(&self, axis: i64) -> String;

    /// Zeros before and behind each axis; negative numbers cut off.
    fn pad(&self, around: &[[i64; 2]]) -> String;

    /// Another value added, subtracted, multiplied, divided: `operation` is `add`, `sub`, `mul`, `div`.
    fn combine(&self, operation: &str, other: &str) -> String;

    /// A number added, multiplied or divided.
    fn combine_number(&self, operation: &str, number: f64) -> String;

    /// Where it is not a number.
    fn not_equal(&self, number: f64) -> String;

    /// Where any value along the last axis is not a number.
    fn any_not_equal(&self, number: f64) -> Vec<String>;

    /// The values where a mask `(batch, steps)` counts, zeros elsewhere.
    fn where_masked(&self, mask: &str) -> String;

    /// The last two axes in the other order.
    fn swap_last(&self) -> String;

    /// The steps of `(batch, steps, …)` in the other order: a statement's function, or a method.
    fn flip_steps(&self) -> Form;

    /// The function that puts values one behind the other.
    fn concat(&self) -> &'static str;

    /// The size of an axis as an expression.
    fn size(&self, value: &str, axis: usize) -> String;

    /// All sizes as an argument.
    fn sizes(&self, value: &str) -> String;

    /// The number of samples, for a mean over them.
    fn samples(&self, value: &str) -> String;

    /// A list of numbers as the beginning of a chain.
    fn numbers(&self, values: &[f64]) -> String;

    /// A mask of steps that a query may look at: the function, and the arguments. `window` is `None`
    /// for all steps that are not later.
    fn mask(
        &self,
        sizes: [String; 2],
        window: Option<u64>,
        value: &str,
    ) -> (&'static str, Vec<String>);

    /// Where both masks count.
    fn both_masks(&self, other: &str) -> String;

    /// Where one of two masks counts.
    fn either_mask(&self, other: &str) -> String;

    /// A mask `(batch, steps)` as one of this rank, with the steps along this axis.
    fn mask_along(&self, mask: &str, rank: usize, axis: usize) -> Vec<String>;

    /// The heads of `(batch, heads, …)` so many times each: a function, or a method.
    fn repeat_heads(&self, times: u64) -> Result<String, Vec<String>>;

    /// A field for the states that a layer keeps from call to call, as an argument.
    fn states(&self, field: &str) -> String;
}
