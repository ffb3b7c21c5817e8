/// The maximum of each window of `xs` `(batch, …, channels)`.
fn pool_max(xs: &Tensor, window: &[i64], strides: &[i64], border: Border) -> Tensor {
    let mut xs = channels_first(xs);
    if border == Border::Same {
        xs = pad_same(&xs, window, strides, f64::NEG_INFINITY);
    }
    let (still, each) = (vec![0; window.len()], vec![1; window.len()]);
    let ys = match window.len() {
        1 => xs.max_pool1d(window, strides, still, each, false),
        2 => xs.max_pool2d(window, strides, still, each, false),
        _ => xs.max_pool3d(window, strides, still, each, false),
    };
    channels_last(&ys)
}
