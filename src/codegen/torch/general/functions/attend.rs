/// The mean of values `(batch, …, keys, depth)` weighted by the softmax of scores
/// `(batch, …, queries, keys)`; where the mask is false, not at all.
fn attend(
    scores: &Tensor,
    values: &Tensor,
    mask: Option<&Tensor>,
    rate: f64,
    train: bool,
) -> Tensor {
    let scores = match mask {
        Some(mask) => scores + (1.0 - mask.to_kind(KIND)) * -1e9,
        None => scores.shallow_clone(),
    };
    let weights = scores.softmax(-1, KIND);
    with_dropout(&weights, rate, &weights.size(), train).matmul(values)
}
