/// `x` above 0, `exp(x) - 1` below.
fn elu(xs: &Value) -> Value {
    exponential_linear(xs, 1.0)
}
