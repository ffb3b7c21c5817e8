/// The weights of a multi-head attention: kernels and biases of query, key, value and output.
type Heads<'a> = [[&'a Tensor; 2]; 4];

/// Attention with several heads, each `1 / sqrt(depth)` of the product (Vaswani et al. 2017).
fn attend_heads(
    xs: &Tensor,
    memory: &Tensor,
    [query, key, value, output]: Heads,
    mask: Option<&Tensor>,
    rate: f64,
    train: bool,
) -> Tensor {
    let split = |xs: &Tensor, [kernel, bias]: [&Tensor; 2]| into_heads(xs, kernel, Some(bias));
    let queries = split(xs, query) / (query[0].size()[2] as f64).sqrt();
    let scores = queries.matmul(&split(memory, key).transpose(-2, -1));
    let heads = attend(&scores, &split(memory, value), mask, 0.0, false);
    let ys = from_heads(&heads, output[0], Some(output[1]));
    with_dropout(&ys, rate, &ys.size(), train)
}

/// What a sub-block adds, normalised before it or behind the sum.
fn add_block(
    xs: &Tensor,
    [gamma, beta]: [&Tensor; 2],
    epsilon: f64,
    first: bool,
    block: impl Fn(&Tensor) -> Tensor,
) -> Tensor {
    let last = [xs.dim() as i64 - 1];
    let norm = |xs: &Tensor| normalize_axes(xs, Some(gamma), Some(beta), &last, epsilon);
    if first {
        xs + block(&norm(xs))
    } else {
        norm(&(xs + block(xs)))
    }
}
