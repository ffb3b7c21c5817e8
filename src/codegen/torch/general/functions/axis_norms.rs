/// Norms over axes, which stay with the size 1.
fn axis_norms(xs: &Tensor, axes: &[i64]) -> Tensor {
    xs.square().sum_dim_intlist(axes, true, None::<Kind>).sqrt()
}
