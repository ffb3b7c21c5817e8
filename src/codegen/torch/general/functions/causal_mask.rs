/// True where a query may look at a key: not at one that comes later.
fn causal_mask(queries: i64, keys: i64, device: Device) -> Tensor {
    Tensor::ones([queries, keys], (Kind::Bool, device)).tril(0)
}
