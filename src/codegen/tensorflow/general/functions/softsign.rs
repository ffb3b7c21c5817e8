/// `x / (|x| + 1)`
fn softsign(xs: &Value) -> Value {
    xs / (xs.magnitude() + 1.0)
}
