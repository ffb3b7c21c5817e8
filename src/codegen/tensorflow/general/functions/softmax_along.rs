/// `exp(x) / sum(exp(x))` over an axis.
fn softmax_along(xs: &Value, axis: i64) -> Value {
    let powers = (xs - xs.greatest(&[axis], true)).exp();
    let sums = powers.sum(&[axis], true);
    powers / sums
}
