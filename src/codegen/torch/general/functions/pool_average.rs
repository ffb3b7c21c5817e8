/// The mean of each window of `xs` `(batch, …, channels)`; what lies outside does not count.
fn pool_average(xs: &Tensor, window: &[i64], strides: &[i64], border: Border) -> Tensor {
    let still = vec![0; window.len()];
    let pool = |xs: &Tensor| match window.len() {
        1 => xs.avg_pool1d(window, strides, &still, false, true),
        2 => xs.avg_pool2d(window, strides, &still, false, true, None),
        _ => xs.avg_pool3d(window, strides, &still, false, true, None),
    };
    let xs = channels_first(xs);
    if border != Border::Same {
        return channels_last(&pool(&xs));
    }
    let inside = pad_same(&xs.ones_like(), window, strides, 0.0);
    let sums = pool(&pad_same(&xs, window, strides, 0.0));
    channels_last(&(sums / pool(&inside)))
}
