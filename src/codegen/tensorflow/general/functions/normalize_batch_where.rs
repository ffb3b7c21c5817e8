/// Batch normalisation of `(batch, steps, channels)` by the steps that count: the mask is 1.
fn normalize_batch_where(
    xs: &Value,
    mask: &Value,
    [moving_mean, moving_variance]: [&Value; 2],
    scale: Option<&Value>,
    center: Option<&Value>,
    [momentum, epsilon]: [f64; 2],
    train: bool,
) -> Value {
    if !train {
        return normalize(xs, moving_mean, moving_variance, scale, center, epsilon);
    }
    let mask = mask.reshape(&[-1, mask.size(1), 1]);
    let sum = |xs: &Value| xs.sum(&[0, 1], false);
    // Keras' epsilon, for a batch in which no step counts.
    let count = sum(&mask) + 1e-7;
    let mean = sum(&(xs * &mask)) / &count;
    let variance = sum(&((xs - &mean).square() * &mask)) / &count;
    for (moving, new) in [(moving_mean, &mean), (moving_variance, &variance)] {
        moving.follow(&(moving * momentum + new * (1.0 - momentum)));
    }
    normalize(xs, &mean, &variance, scale, center, epsilon)
}
