/// `(batch, …, inputs)` by a kernel `(inputs, heads, depth)`: `(batch, heads, …, depth)`.
fn into_heads(xs: &Value, kernel: &Value, bias: Option<&Value>) -> Value {
    let [inputs, heads, depth] = [0, 1, 2].map(|axis| kernel.size(axis));
    let ys = xs.matmul(&kernel.reshape(&[inputs, heads * depth]));
    let mut shape = xs.shape.clone();
    shape.pop();
    shape.extend([heads, depth]);
    let ys = add_bias(ys.reshape(&shape), bias);
    let rank = ys.rank();
    let order: Vec<i64> = [0, rank - 2]
        .into_iter()
        .chain(1..rank - 2)
        .chain([rank - 1])
        .collect();
    ys.transpose(&order)
}

/// `(batch, heads, …, depth)` by a kernel `(heads, depth, outputs)`: `(batch, …, outputs)`.
fn from_heads(xs: &Value, kernel: &Value, bias: Option<&Value>) -> Value {
    let [heads, depth, outputs] = [0, 1, 2].map(|axis| kernel.size(axis));
    let rank = xs.rank();
    let order: Vec<i64> = [0]
        .into_iter()
        .chain(2..rank - 1)
        .chain([1, rank - 1])
        .collect();
    let xs = xs.transpose(&order);
    let mut shape = xs.shape[..xs.shape.len() - 2].to_vec();
    shape.push(heads * depth);
    dot(
        &xs.reshape(&shape),
        &kernel.reshape(&[heads * depth, outputs]),
        bias,
    )
}
