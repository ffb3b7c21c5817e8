//! Dropout with masks of fewer random bits.

use super::plan::Plan;
use crate::codegen::text::Text;

/// The function that takes the place of PyTorch's.
///
/// PyTorch draws each value of a mask by itself, which takes nine tenths of the time of its dropout
/// (`docs/optimizations.md` has the figures).
pub(super) fn write(text: &mut Text, plan: &Plan) {
    if plan.has_dropout() {
        text.template(DROPOUT, &plan.float.marks);
        text.blank();
    }
}

const DROPOUT: &str = "\
/// Makes the share `rate` of the values zero while training and scales the others, so that the mean
/// stays. Each value takes 16 random bits, so `rate` holds to one in 131,072.
fn with_dropout(xs: &Tensor, rate: f64, train: bool) -> Tensor {
    if !train {
        return xs.shallow_clone();
    }
    let count = xs.numel() as i64;
    let dropped = (rate * 65536.0).round().min(65535.0);
    let mask = tch::no_grad(|| {
        let mut bits = Tensor::empty([(count + 3) / 4], (Kind::Int64, xs.device()));
        let bits = bits.random_from_(i64::MIN, None).view_dtype(Kind::Int16);
        let mut mask = bits.narrow(0, 0, count).to_kind(Kind::$kind);
        let mut mask = mask.ge_(dropped - 32768.0);
        mask.g_mul_scalar_(65536.0 / (65536.0 - dropped))
    });
    xs * mask.view_as(xs)
}";
