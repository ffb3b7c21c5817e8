/// One more axis of size 1.
fn with_row(xs: &Value, axis: usize) -> Value {
    let mut shape = xs.shape.clone();
    shape.insert(axis, 1);
    xs.reshape(&shape)
}

/// The axis of size 1 behind the batch gone.
fn without_row(xs: &Value) -> Value {
    let mut shape = xs.shape.clone();
    shape.remove(1);
    xs.reshape(&shape)
}
