/// The values with a bias, where there is one.
fn add_bias(xs: Value, bias: Option<&Value>) -> Value {
    match bias {
        Some(bias) => xs + bias,
        None => xs,
    }
}
