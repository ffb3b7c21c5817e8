/// The mean and the variance over axes, which stay with the size 1.
fn moments(xs: &Tensor, axes: &[i64]) -> (Tensor, Tensor) {
    let mean = xs.mean_dim(axes, true, None::<Kind>);
    let variance = (xs - &mean).square().mean_dim(axes, true, None::<Kind>);
    (mean, variance)
}
