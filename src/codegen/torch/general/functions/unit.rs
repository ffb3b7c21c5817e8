/// The values divided by their norm over axes.
fn normalize_norm(xs: &Tensor, axes: &[i64]) -> Tensor {
    let squares = xs.square().sum_dim_intlist(axes, true, None::<Kind>);
    xs * squares.clamp_min(1e-12).rsqrt()
}
