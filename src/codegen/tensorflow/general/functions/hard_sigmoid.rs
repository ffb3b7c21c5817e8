/// `min(max(x + 3, 0), 6) / 6`
fn hard_sigmoid(xs: &Value) -> Value {
    (xs + 3.0).clamp(0.0, 6.0) / 6.0
}
