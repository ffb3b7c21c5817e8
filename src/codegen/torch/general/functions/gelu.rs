/// `x Φ(x)` (Hendrycks and Gimpel 2016), exactly.
fn gelu(xs: &Tensor) -> Tensor {
    xs.gelu("none")
}
