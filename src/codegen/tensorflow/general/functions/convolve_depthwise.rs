/// The convolution of each channel of `xs` with its own kernels `(…, channels, multiplier)`.
fn convolve_depthwise(
    xs: &Value,
    kernel: &Value,
    bias: Option<&Value>,
    strides: &[i64],
    dilation: &[i64],
    border: Border,
) -> Value {
    // TensorFlow's own operation has equal strides.
    if strides.len() == 2 && strides[0] == strides[1] {
        let kernel = dilated(kernel, dilation);
        return add_bias(convolve_channels(xs, &kernel, strides[0], border), bias);
    }
    let place = |index: i64| {
        let xs = xs.narrow(-1, index, 1);
        let kernel = kernel.narrow(-2, index, 1);
        convolve(&xs, &kernel, None, strides, dilation, border, 1)
    };
    let all: Vec<Value> = (0..kernel.size(-2)).map(place).collect();
    add_bias(concat(&all.iter().collect::<Vec<_>>(), -1), bias)
}
