/// The mean of values `(batch, …, keys, depth)` weighted by the softmax of scores
/// `(batch, …, queries, keys)`; where the mask is 0, not at all.
fn attend(
    scores: &Value,
    values: &Value,
    mask: Option<&Value>,
    rate: f64,
    masks: Option<&Masks>,
) -> Value {
    let scores = match mask {
        Some(mask) => scores + (mask - 1.0) * 1e9,
        None => scores.clone(),
    };
    let weights = softmax(&scores);
    with_dropout(&weights, rate, &weights.shape, masks).matmul(values)
}
