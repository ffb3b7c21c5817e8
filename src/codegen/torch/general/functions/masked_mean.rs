/// The mean over steps `(batch, steps, …)` where the mask is true.
fn mean_where(xs: &Tensor, mask: &Tensor, keep: bool) -> Tensor {
    let mask = mask.to_kind(KIND).unsqueeze(-1);
    let sum = |xs: &Tensor| xs.sum_dim_intlist(1, keep, None::<Kind>);
    sum(&(xs * &mask)) / sum(&mask)
}
