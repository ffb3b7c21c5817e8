/// The exponential linear unit that normalises itself (Klambauer et al. 2017).
fn selu(xs: &Value) -> Value {
    exponential_linear(xs, 1.6732632423543772) * 1.0507009873554805
}
