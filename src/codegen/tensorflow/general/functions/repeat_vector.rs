/// A vector `(batch, features)` so many times: `(batch, times, features)`.
fn repeat_vector(xs: &Value, times: i64) -> Value {
    let one = xs.reshape(&[-1, 1, xs.size(1)]);
    concat(&vec![&one; times as usize], 1)
}
