/// `xs` where the mask `(batch, steps)` is true, `ys` elsewhere.
fn chosen(mask: &Tensor, xs: &Tensor, ys: &Tensor) -> Tensor {
    xs.where_self(&mask.unsqueeze(-1), ys)
}
