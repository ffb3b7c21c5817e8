/// `x` above 0, `alpha x` below, with an alpha of its own for each place (He et al. 2015).
fn rectify(xs: &Tensor, alpha: &Tensor) -> Tensor {
    xs.relu() - (-xs).relu() * alpha
}
