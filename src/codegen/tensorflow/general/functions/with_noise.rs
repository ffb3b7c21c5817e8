/// The values with normal noise while training.
fn with_noise(xs: &Value, deviation: f64, masks: Option<&Masks>) -> Value {
    let Some(masks) = masks else {
        return xs.clone();
    };
    xs + masks.draw(xs, &xs.shape, true) * deviation
}
