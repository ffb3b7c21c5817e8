/// `min(max(x, 0), 6)`
fn relu6(xs: &Value) -> Value {
    xs.clamp(0.0, 6.0)
}
