/// Layer normalisation over axes; scale and center have the shape of these axes.
fn normalize_axes(
    xs: &Value,
    scale: Option<&Value>,
    center: Option<&Value>,
    axes: &[i64],
    epsilon: f64,
) -> Value {
    let mut shape = vec![1; xs.shape.len()];
    axes.iter()
        .for_each(|&axis| shape[axis as usize] = xs.size(axis));
    let [scale, center] = [scale, center].map(|it| it.map(|it| it.reshape(&shape)));
    let (mean, variance) = moments(xs, axes);
    normalize(
        xs,
        &mean,
        &variance,
        scale.as_ref(),
        center.as_ref(),
        epsilon,
    )
}
