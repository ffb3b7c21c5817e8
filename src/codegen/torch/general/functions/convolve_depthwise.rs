/// The convolution of each channel of `xs` with its own kernels `(…, channels, multiplier)`.
fn convolve_depthwise(
    xs: &Tensor,
    kernel: &Tensor,
    bias: Option<&Tensor>,
    strides: &[i64],
    dilation: &[i64],
    border: Border,
) -> Tensor {
    let mut size = kernel.size();
    let (multiplier, channels) = (size.pop().unwrap_or(1), size.pop().unwrap_or(1));
    size.extend([1, channels * multiplier]);
    convolve(
        xs,
        &kernel.reshape(size),
        bias,
        strides,
        dilation,
        border,
        channels,
    )
}
