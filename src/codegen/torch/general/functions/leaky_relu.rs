/// `x` above 0, `slope · x` below.
fn leaky(xs: &Tensor, slope: f64) -> Tensor {
    xs.relu() - (-xs).relu() * slope
}
