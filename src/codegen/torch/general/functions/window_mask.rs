/// True where a key is fewer than so many steps from a query, on either side.
fn window_mask(queries: i64, keys: i64, window: i64, device: Device) -> Tensor {
    let all = Tensor::ones([queries, keys], (Kind::Bool, device));
    all.tril(window - 1).logical_and(&all.triu(1 - window))
}
