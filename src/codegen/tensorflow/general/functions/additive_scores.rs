/// Scores `(batch, queries, keys)`: the sum over the depth of `scale · tanh(query + key)` (Bahdanau et
/// al. 2015).
fn additive_scores(queries: &Value, keys: &Value, scale: Option<&Value>) -> Value {
    let queries = queries.reshape(&[-1, queries.size(1), 1, queries.size(2)]);
    let keys = keys.reshape(&[-1, 1, keys.size(1), keys.size(2)]);
    let sums = (queries + keys).tanh();
    let sums = match scale {
        Some(scale) => sums * scale,
        None => sums,
    };
    sums.sum(&[-1], false)
}
