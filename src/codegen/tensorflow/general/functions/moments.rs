/// The mean and the variance over axes, which stay with the size 1.
fn moments(xs: &Value, axes: &[i64]) -> (Value, Value) {
    let mean = xs.mean(axes, true);
    let variance = (xs - &mean).square().mean(axes, true);
    (mean, variance)
}
