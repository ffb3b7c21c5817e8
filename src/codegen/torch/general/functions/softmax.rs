/// `exp(x) / sum(exp(x))` over the last axis.
fn softmax(xs: &Tensor) -> Tensor {
    xs.softmax(-1, KIND)
}
