/// How far the rows of a matrix are from orthogonal: half the mean of `|rowᵢ · rowⱼ|` of unit rows.
fn orthogonality(xs: &Tensor, factor: f64, columns: bool) -> Tensor {
    let rows = if columns { xs.tr() } else { xs.shallow_clone() };
    let squares = rows.square().sum_dim_intlist(1, true, None::<Kind>);
    let rows = &rows * squares.clamp_min(1e-12).rsqrt();
    let count = rows.size()[0] as f64;
    let products = rows.matmul(&rows.tr());
    let others = products.abs() * (1.0 - Tensor::eye(rows.size()[0], (KIND, xs.device())));
    let pairs = count * (count - 1.0) / 2.0;
    others.sum(KIND) * (factor * 0.5 / pairs)
}
