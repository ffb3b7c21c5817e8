/// `x` above 0, `alpha (exp(x) - 1)` below (Clevert et al. 2016).
fn exponential_linear(xs: &Value, alpha: f64) -> Value {
    let below = (0.0 - &(0.0 - xs).relu()).expm1();
    xs.relu() + below * alpha
}
