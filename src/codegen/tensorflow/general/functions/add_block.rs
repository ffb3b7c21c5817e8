/// The weights of a multi-head attention: kernels and biases of query, key, value and output.
type Heads<'a> = [[&'a Value; 2]; 4];

/// Attention with several heads, each `1 / sqrt(depth)` of the product (Vaswani et al. 2017).
fn attend_heads(
    xs: &Value,
    memory: &Value,
    [query, key, value, output]: Heads,
    mask: Option<&Value>,
    rate: f64,
    masks: Option<&Masks>,
) -> Value {
    let split = |xs: &Value, [kernel, bias]: [&Value; 2]| into_heads(xs, kernel, Some(bias));
    let queries = split(xs, query) / (query[0].size(2) as f64).sqrt();
    let scores = queries.matmul(&split(memory, key).swap_last());
    let heads = attend(&scores, &split(memory, value), mask, 0.0, None);
    let ys = from_heads(&heads, output[0], Some(output[1]));
    with_dropout(&ys, rate, &ys.shape, masks)
}

/// What a sub-block adds, normalised before it or behind the sum.
fn add_block(
    xs: &Value,
    [gamma, beta]: [&Value; 2],
    epsilon: f64,
    first: bool,
    block: impl Fn(&Value) -> Value,
) -> Value {
    let last = [xs.rank() - 1];
    let norm = |xs: &Value| normalize_axes(xs, Some(gamma), Some(beta), &last, epsilon);
    if first {
        xs + block(&norm(xs))
    } else {
        norm(&(xs + block(xs)))
    }
}
