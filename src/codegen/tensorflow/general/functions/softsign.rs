/// `x / (|x| + 1)`
fn softsign(xs: &Value) -> Value {
    xs / (xs.abs() + 1.0)
}
