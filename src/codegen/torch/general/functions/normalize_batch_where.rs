/// Batch normalisation of `(batch, steps, channels)` by the steps that count: the mask is true.
fn normalize_batch_where(
    xs: &Tensor,
    mask: &Tensor,
    [moving_mean, moving_variance]: [&Tensor; 2],
    scale: Option<&Tensor>,
    center: Option<&Tensor>,
    [momentum, epsilon]: [f64; 2],
    train: bool,
) -> Tensor {
    if !train {
        return normalize(xs, moving_mean, moving_variance, scale, center, epsilon);
    }
    let mask = mask.to_kind(KIND).unsqueeze(-1);
    let sum = |xs: &Tensor| xs.sum_dim_intlist(&[0i64, 1][..], false, None::<Kind>);
    // Keras' epsilon, for a batch in which no step counts.
    let count = sum(&mask) + 1e-7;
    let mean = sum(&(xs * &mask)) / &count;
    let variance = sum(&((xs - &mean).square() * &mask)) / &count;
    tch::no_grad(|| {
        for (moving, new) in [(moving_mean, &mean), (moving_variance, &variance)] {
            let new = moving * momentum + new * (1.0 - momentum);
            moving.shallow_clone().copy_(&new);
        }
    });
    normalize(xs, &mean, &variance, scale, center, epsilon)
}
