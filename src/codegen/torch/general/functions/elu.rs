/// `x` above 0, `alpha (exp(x) - 1)` below (Clevert et al. 2016).
fn exponential_linear(xs: &Tensor, alpha: f64) -> Tensor {
    let below = xs.clamp_max(0.0).expm1();
    xs.relu() + below * alpha
}
