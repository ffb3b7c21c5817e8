/// Makes the share `rate` of the values zero and scales the others, so that the mean stays; one draw
/// for all along the axes in which `shape` is 1.
fn with_dropout(xs: &Value, rate: f64, shape: &[i64], masks: Option<&Masks>) -> Value {
    let Some(masks) = masks.filter(|_| rate > 0.0) else {
        return xs.clone();
    };
    if rate >= 1.0 {
        return xs * 0.0;
    }
    xs * masks.kept(xs, rate, shape) * (1.0 / (1.0 - rate))
}
