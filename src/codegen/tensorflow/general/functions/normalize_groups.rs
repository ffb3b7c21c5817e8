/// Group normalisation: the channels of an axis in so many groups, each with its own mean.
fn normalize_groups(
    xs: &Value,
    scale: Option<&Value>,
    center: Option<&Value>,
    groups: i64,
    axis: i64,
    epsilon: f64,
) -> Value {
    let axis = xs.axis(axis) as i64;
    let rank = xs.rank();
    let order: Vec<i64> = (0..rank).filter(|&it| it != axis).chain([axis]).collect();
    let last = xs.transpose(&order);
    let mut shape = last.shape.clone();
    let channels = shape.pop().expect("channels");
    shape.extend([groups, channels / groups]);
    let split = last.reshape(&shape);
    let axes: Vec<i64> = (1..rank - 1).chain([rank]).collect();
    let (mean, variance) = moments(&split, &axes);
    let mut ys = ((split - &mean) * (variance + epsilon).rsqrt()).reshape(&last.shape);
    if let Some(scale) = scale {
        ys = ys * scale;
    }
    let back: Vec<i64> = (0..axis).chain([rank - 1]).chain(axis..rank - 1).collect();
    add_bias(ys, center).transpose(&back)
}
