/// The values divided by the root of their mean square over axes (Zhang and Sennrich 2019).
fn normalize_rms(xs: &Tensor, scale: &Tensor, axes: &[i64], epsilon: f64) -> Tensor {
    let mut shape = vec![1; xs.dim()];
    for &axis in axes {
        shape[axis as usize] = xs.size()[axis as usize];
    }
    let squares = xs.square().mean_dim(axes, true, None::<Kind>);
    xs * (squares + epsilon).rsqrt() * scale.reshape(shape)
}
