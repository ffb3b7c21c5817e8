/// The logarithm of softmax over the last axis.
fn log_softmax(xs: &Tensor) -> Tensor {
    xs.log_softmax(-1, KIND)
}
