/// `(xs - mean) / sqrt(variance + epsilon)`, scaled and moved.
fn normalize(
    xs: &Tensor,
    mean: &Tensor,
    variance: &Tensor,
    scale: Option<&Tensor>,
    center: Option<&Tensor>,
    epsilon: f64,
) -> Tensor {
    let mut ys = (xs - mean) / (variance + epsilon).sqrt();
    if let Some(scale) = scale {
        ys *= scale;
    }
    if let Some(center) = center {
        ys += center;
    }
    ys
}
