/// The values divided by their norm over axes.
fn normalize_norm(xs: &Value, axes: &[i64]) -> Value {
    let squares = xs.square().sum(axes, true);
    xs * squares.clamp(1e-12, f64::MAX).rsqrt()
}
