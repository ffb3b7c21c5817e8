/// A vector `(batch, features)` so many times: `(batch, times, features)`.
fn repeat_vector(xs: &Tensor, times: i64) -> Tensor {
    xs.unsqueeze(1).repeat([1, times, 1])
}
