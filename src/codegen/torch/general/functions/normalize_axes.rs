/// Layer normalisation over axes; scale and center have the shape of these axes.
fn normalize_axes(
    xs: &Tensor,
    scale: Option<&Tensor>,
    center: Option<&Tensor>,
    axes: &[i64],
    epsilon: f64,
) -> Tensor {
    let mut shape = vec![1; xs.dim()];
    for &axis in axes {
        shape[axis as usize] = xs.size()[axis as usize];
    }
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
