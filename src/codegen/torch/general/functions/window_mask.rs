/// True where a key is at most so many steps from a query.
fn window_mask(queries: i64, keys: i64, window: i64, device: Device) -> Tensor {
    let all = Tensor::ones([queries, keys], (Kind::Bool, device));
    all.tril(window).logical_and(&all.triu(-window))
}
