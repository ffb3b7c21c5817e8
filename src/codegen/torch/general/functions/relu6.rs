/// `min(max(x, 0), 6)`
fn relu6(xs: &Tensor) -> Tensor {
    xs.clamp(0.0, 6.0)
}
