/// Batch normalisation with these axes left alone; the moving statistics follow while training.
fn normalize_batch(
    xs: &Tensor,
    statistics: [&Tensor; 2],
    scale: Option<&Tensor>,
    center: Option<&Tensor>,
    axis: usize,
    [momentum, epsilon]: [f64; 2],
    train: bool,
) -> Tensor {
    let mut shape = vec![1; xs.dim()];
    shape[axis] = -1;
    let [scale, center] = [scale, center].map(|it| it.map(|it| it.reshape(&shape)));
    let [moving_mean, moving_variance] = statistics;
    let (mean, variance) = if train {
        let axes: Vec<i64> = (0..xs.dim())
            .filter(|&it| it != axis)
            .map(|it| it as i64)
            .collect();
        let (mean, variance) = moments(xs, &axes);
        tch::no_grad(|| {
            for (moving, new) in [(moving_mean, &mean), (moving_variance, &variance)] {
                let new = moving * momentum + new.flatten(0, -1) * (1.0 - momentum);
                moving.shallow_clone().copy_(&new);
            }
        });
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
