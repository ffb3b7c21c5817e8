/// The logarithm of softmax over the last axis.
fn log_softmax(xs: &Value) -> Value {
    let below = xs - xs.greatest(&[-1], true);
    let sums = below.exp().sum(&[-1], true);
    below - sums.log()
}
