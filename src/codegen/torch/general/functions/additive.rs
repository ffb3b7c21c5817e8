/// Scores `(batch, queries, keys)`: the sum over the depth of `scale · tanh(query + key)` (Bahdanau et
/// al. 2015).
fn additive_scores(queries: &Tensor, keys: &Tensor, scale: Option<&Tensor>) -> Tensor {
    let sums = (queries.unsqueeze(2) + keys.unsqueeze(1)).tanh();
    let sums = match scale {
        Some(scale) => sums * scale,
        None => sums,
    };
    sums.sum_dim_intlist(-1, false, None::<Kind>)
}
