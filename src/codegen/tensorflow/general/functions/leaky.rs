/// `x` above 0, `slope · x` below.
fn leaky(xs: &Value, slope: f64) -> Value {
    xs.relu() - (0.0 - xs).relu() * slope
}
