/// `x / (|x| + 1)`
fn softsign(xs: &Tensor) -> Tensor {
    xs / (xs.abs() + 1.0)
}
