/// The mean over steps `(batch, steps, …)` where the mask is 1.
fn mean_where(xs: &Value, mask: &Value, keep: bool) -> Value {
    let mask = mask.reshape(&[-1, mask.size(1), 1]);
    (xs * &mask).sum(&[1], keep) / mask.sum(&[1], keep)
}
