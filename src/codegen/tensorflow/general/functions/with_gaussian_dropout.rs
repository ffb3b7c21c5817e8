/// The values times normal noise of mean 1 while training.
fn with_gaussian_dropout(xs: &Value, rate: f64, masks: Option<&Masks>) -> Value {
    let Some(masks) = masks.filter(|_| rate > 0.0) else {
        return xs.clone();
    };
    let deviation = (rate / (1.0 - rate)).sqrt();
    xs * (masks.draw(xs, &xs.shape, true) * deviation + 1.0)
}
