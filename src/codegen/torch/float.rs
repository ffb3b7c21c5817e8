//! How a program spells its floating-point type.

use crate::codegen::Dtype;

/// The spellings of a type.
#[derive(Debug)]
pub(super) struct Float {
    /// Its variant of `tch::Kind`.
    pub(super) kind: &'static str,
    /// What follows on the library's name in the comment at the top.
    pub(super) remark: &'static str,
    /// What the inputs are.
    pub(super) inputs: &'static str,
    /// Whether it is the one in which a `VarStore` makes variables unless told otherwise.
    pub(super) default: bool,
    /// The mean cross-entropy. `cross_entropy_for_logits` computes in `Kind::Float` whatever it is given.
    pub(super) cross_entropy: &'static str,
    /// What the marks of a template stand for: `$float` and `$kind` for the type; `x$as` and `$(x + y$)` make it
    /// of an `f64`.
    pub(super) marks: [(&'static str, &'static str); 5],
}

const FLOAT32: Float = Float {
    kind: "Float",
    remark: "",
    inputs: "floats",
    default: true,
    cross_entropy: "logits.cross_entropy_for_logits(labels)",
    marks: [
        ("$float", "f32"),
        ("$kind", "Float"),
        ("$as", " as f32"),
        ("$(", "("),
        ("$)", ") as f32"),
    ],
};

const FLOAT64: Float = Float {
    kind: "Double",
    remark: " in float64",
    inputs: "doubles",
    default: false,
    cross_entropy: "logits.log_softmax(-1, Kind::Double).nll_loss(labels)",
    marks: [
        ("$float", "f64"),
        ("$kind", "Double"),
        ("$as", ""),
        ("$(", ""),
        ("$)", ""),
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

    /// The call of softmax along an axis.
    pub(super) fn softmax(&self, axis: i64) -> String {
        format!("softmax({axis}, Kind::{})", self.kind)
    }
}
