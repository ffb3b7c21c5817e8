/// The gradient of a convolution as a function of its result: `xs` `(batch, …, channels)`, a kernel
/// `(…, filters, channels)`, the sizes of the axes of the result.
fn convolve_transposed(
    xs: &Tensor,
    kernel: &Tensor,
    bias: Option<&Tensor>,
    strides: &[i64],
    dilation: &[i64],
    border: Border,
    sizes: &[i64],
) -> Tensor {
    let axes = strides.len() as i64;
    let order: Vec<i64> = [axes + 1, axes].into_iter().chain(0..axes).collect();
    let weight = kernel.permute(order);
    let (still, none) = (vec![0; strides.len()], None::<Tensor>);
    let xs = channels_first(xs);
    let whole = xs.convolution(&weight, none, strides, &still, dilation, true, &still, 1);
    // What the convolution would have padded is cut off, what it would not have seen is zero.
    let mut padding = Vec::new();
    for (whole, size) in whole.size()[2..].iter().zip(sizes).rev() {
        let more = (whole - size).max(0);
        let before = if border == Border::Same { more / 2 } else { 0 };
        padding.extend([-before, size - whole + before]);
    }
    let ys = whole.pad(padding, "constant", 0.0);
    add_bias(channels_last(&ys), bias)
}
