/// `exp(x) / sum(exp(x))` over the last axis.
fn softmax(xs: &Value) -> Value {
    softmax_along(xs, -1)
}
