/// `x` above 0, `0.2 x` below.
fn leaky_relu(xs: &Value) -> Value {
    leaky(xs, 0.2)
}
