/// `(xs - mean) / sqrt(variance + epsilon)`, scaled and moved.
fn normalize(
    xs: &Value,
    mean: &Value,
    variance: &Value,
    scale: Option<&Value>,
    center: Option<&Value>,
    epsilon: f64,
) -> Value {
    let mut ys = (xs - mean) * (variance + epsilon).rsqrt();
    if let Some(scale) = scale {
        ys = ys * scale;
    }
    add_bias(ys, center)
}
