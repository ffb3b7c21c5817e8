/// Channels first: so many values around each axis that there is a window for every `stride`-th place;
/// of an odd number there is one more at the end.
fn pad_same(xs: &Tensor, window: &[i64], strides: &[i64], value: f64) -> Tensor {
    let mut padding = Vec::new();
    for ((size, window), stride) in xs.size()[2..].iter().zip(window).zip(strides).rev() {
        let total = ((size - 1) / stride * stride + window - size).max(0);
        padding.extend([total / 2, total - total / 2]);
    }
    xs.pad(padding, "constant", value)
}
