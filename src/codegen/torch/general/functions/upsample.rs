/// Each value of `xs` `(batch, …, channels)` so many times along each axis.
fn repeat_values(xs: &Tensor, times: &[i64]) -> Tensor {
    let repeat = |xs: Tensor, (axis, &times): (usize, &i64)| {
        xs.repeat_interleave_self_int(times, axis as i64 + 1, None)
    };
    times.iter().enumerate().fold(xs.shallow_clone(), repeat)
}
