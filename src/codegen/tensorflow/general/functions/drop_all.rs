/// Dropout of a value with a draw for each number.
fn drop_all(xs: Value, rate: f64, masks: Option<&Masks>) -> Value {
    with_dropout(&xs, rate, &xs.shape, masks)
}
