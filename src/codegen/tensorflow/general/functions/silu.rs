/// `x / (1 + exp(-x))`
fn silu(xs: &Value) -> Value {
    xs * xs.sigmoid()
}
