/// The convolution of `xs` `(batch, …, channels)` with a kernel `(…, channels / groups, filters)`.
fn convolve(
    xs: &Tensor,
    kernel: &Tensor,
    bias: Option<&Tensor>,
    strides: &[i64],
    dilation: &[i64],
    border: Border,
    groups: i64,
) -> Tensor {
    let axes = strides.len() as i64;
    let order: Vec<i64> = [axes + 1, axes].into_iter().chain(0..axes).collect();
    let weight = kernel.permute(order);
    let sizes = kernel.size();
    let taps = sizes.iter().zip(dilation);
    let window: Vec<i64> = taps
        .map(|(size, dilation)| (size - 1) * dilation + 1)
        .collect();
    let xs = match border {
        Border::Valid => channels_first(xs),
        Border::Same => pad_same(&channels_first(xs), &window, strides, 0.0),
        Border::Causal => channels_first(xs).pad([window[0] - 1, 0], "constant", 0.0),
    };
    let (still, none) = (vec![0; strides.len()], None::<Tensor>);
    let ys = xs.convolution(
        &weight, none, strides, &still, dilation, false, &still, groups,
    );
    add_bias(channels_last(&ys), bias)
}
