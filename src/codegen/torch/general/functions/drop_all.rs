/// Dropout of a value with a draw for each number.
fn drop_all(xs: Tensor, rate: f64, train: bool) -> Tensor {
    with_dropout(&xs, rate, &xs.size(), train)
}
