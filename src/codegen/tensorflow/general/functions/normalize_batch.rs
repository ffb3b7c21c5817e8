/// Batch normalisation with this axis left alone; the moving statistics follow while training.
fn normalize_batch(
    xs: &Value,
    statistics: [&Value; 2],
    scale: Option<&Value>,
    center: Option<&Value>,
    axis: i64,
    [momentum, epsilon]: [f64; 2],
    train: bool,
) -> Value {
    let mut shape = vec![1; xs.shape.len()];
    shape[axis as usize] = xs.size(axis);
    let [scale, center] = [scale, center].map(|it| it.map(|it| it.reshape(&shape)));
    let [moving_mean, moving_variance] = statistics;
    let (mean, variance) = if train {
        let axes: Vec<i64> = (0..xs.rank()).filter(|&it| it != axis).collect();
        let (mean, variance) = moments(xs, &axes);
        for (moving, new) in [(moving_mean, &mean), (moving_variance, &variance)] {
            moving.follow(&(moving * momentum + new.reshape(&moving.shape) * (1.0 - momentum)));
        }
        (mean, variance)
    } else {
        (moving_mean.reshape(&shape), moving_variance.reshape(&shape))
    };
    normalize(
        xs,
        &mean,
        &variance,
        scale.as_ref(),
        center.as_ref(),
        epsilon,
    )
}
