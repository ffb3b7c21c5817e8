/// Group normalisation: the channels of an axis in so many groups, each with its own mean.
fn normalize_groups(
    xs: &Tensor,
    scale: Option<&Tensor>,
    center: Option<&Tensor>,
    groups: i64,
    axis: i64,
    epsilon: f64,
) -> Tensor {
    let xs = xs.movedim_int(axis, -1);
    let size = xs.size();
    let rank = size.len() as i64;
    let split = xs.unflatten(-1, [groups, -1]);
    let axes: Vec<i64> = (1..rank - 1).chain([rank]).collect();
    let (mean, variance) = moments(&split, &axes);
    let mut ys = ((split - mean) / (variance + epsilon).sqrt()).reshape(&size);
    if let Some(scale) = scale {
        ys *= scale;
    }
    if let Some(center) = center {
        ys += center;
    }
    ys.movedim_int(-1, axis)
}
