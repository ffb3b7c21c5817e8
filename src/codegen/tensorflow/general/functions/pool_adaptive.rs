/// The mean, or the maximum, of windows that divide `xs` `(batch, …, channels)` into so many parts.
fn pool_adaptive(xs: &Value, sizes: &[i64], maximum: bool) -> Value {
    let mut ys = xs.clone();
    for (axis, &size) in (1..).zip(sizes) {
        let length = ys.size(axis);
        let part = |index: i64| {
            let (begin, end) = (
                index * length / size,
                ((index + 1) * length + size - 1) / size,
            );
            let part = ys.narrow(axis, begin, end - begin);
            if maximum {
                part.greatest(&[axis], true)
            } else {
                part.mean(&[axis], true)
            }
        };
        let parts: Vec<Value> = (0..size).map(part).collect();
        ys = concat(&parts.iter().collect::<Vec<_>>(), axis);
    }
    ys
}
