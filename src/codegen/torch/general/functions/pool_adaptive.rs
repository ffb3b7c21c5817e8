/// The mean, or the maximum, of windows that divide `xs` `(batch, …, channels)` into so many parts.
fn pool_adaptive(xs: &Tensor, sizes: &[i64], maximum: bool) -> Tensor {
    let xs = channels_first(xs);
    let ys = match (sizes.len(), maximum) {
        (1, false) => xs.adaptive_avg_pool1d(sizes),
        (2, false) => xs.adaptive_avg_pool2d(sizes),
        (_, false) => xs.adaptive_avg_pool3d(sizes),
        (1, true) => xs.adaptive_max_pool1d(sizes).0,
        (2, true) => xs.adaptive_max_pool2d(sizes).0,
        (_, true) => xs.adaptive_max_pool3d(sizes).0,
    };
    channels_last(&ys)
}
