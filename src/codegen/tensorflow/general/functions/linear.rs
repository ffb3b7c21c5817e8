/// The value itself.
fn linear(xs: &Value) -> Value {
    xs.clone()
}
