/// `x tanh(softplus(x))` (Misra 2019)
fn mish(xs: &Value) -> Value {
    xs * xs.softplus().tanh()
}
