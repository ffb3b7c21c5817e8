/// `(batch, …, inputs)` by a kernel `(inputs, heads, depth)`: `(batch, heads, …, depth)`.
fn into_heads(xs: &Tensor, kernel: &Tensor, bias: Option<&Tensor>) -> Tensor {
    let ys = add_bias(
        Tensor::einsum("b...i,ihd->b...hd", &[xs, kernel], None::<i64>),
        bias,
    );
    ys.movedim_int(-2, 1)
}

/// `(batch, heads, …, depth)` by a kernel `(heads, depth, outputs)`: `(batch, …, outputs)`.
fn from_heads(xs: &Tensor, kernel: &Tensor, bias: Option<&Tensor>) -> Tensor {
    let xs = xs.movedim_int(1, -2);
    add_bias(
        Tensor::einsum("b...hd,hdo->b...o", &[&xs, kernel], None::<i64>),
        bias,
    )
}
