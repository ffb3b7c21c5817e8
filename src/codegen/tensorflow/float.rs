//! How a program spells its floating-point type.

use crate::codegen::{Dtype, template};

/// The spellings of a type.
#[derive(Debug)]
pub(super) struct Float {
    /// Rust's name, which is a literal's suffix, too.
    pub(super) name: &'static str,
    /// Its variant of `tensorflow::DataType`.
    pub(super) kind: &'static str,
    /// What follows on the library's name in the comment at the top.
    pub(super) remark: &'static str,
    /// What the inputs are.
    pub(super) inputs: &'static str,
    /// What the marks of a template stand for: `$float` and `$kind` for the type; `x$as` and `$(x + y$)` make it
    /// of an `f64`, and `$from(x$from)` makes an `f64` of it.
    pub(super) marks: [(&'static str, &'static str); 7],
}

const FLOAT32: Float = Float {
    name: "f32",
    kind: "Float",
    remark: "",
    inputs: "floats",
    marks: [
        ("$float", "f32"),
        ("$kind", "Float"),
        ("$as", " as f32"),
        ("$(", "("),
        ("$)", ") as f32"),
        ("$from(", "f64::from("),
        ("$from)", ")"),
    ],
};

const FLOAT64: Float = Float {
    name: "f64",
    kind: "Double",
    remark: " in float64",
    inputs: "doubles",
    marks: [
        ("$float", "f64"),
        ("$kind", "Double"),
        ("$as", ""),
        ("$(", ""),
        ("$)", ""),
        ("$from(", ""),
        ("$from)", ""),
    ],
};

impl Float {
    /// The spellings of this type.
    pub(super) fn of(dtype: Dtype) -> &'static Self {
        match dtype {
            Dtype::Float32 => &FLOAT32,
            Dtype::Float64 => &FLOAT64,
        }
    }

    /// A template's text.
    pub(super) fn spell(&self, template: &str) -> String {
        let mut text = String::with_capacity(template.len() + 32);
        template::spell(&mut text, template, &self.marks);
        text
    }
}
