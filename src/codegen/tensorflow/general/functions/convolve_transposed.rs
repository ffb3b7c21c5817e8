/// The gradient of a convolution as a function of its result: `xs` `(batch, …, channels)`, a kernel
/// `(…, filters, channels)`, the sizes of the axes of the result.
fn convolve_transposed(
    xs: &Value,
    kernel: &Value,
    bias: Option<&Value>,
    strides: &[i64],
    dilation: &[i64],
    border: Border,
    sizes: &[i64],
) -> Value {
    let kernel = dilated(kernel, dilation);
    let rest: Vec<i64> = [sizes, &[kernel.size(-2)]].concat();
    let like = xs.zeros_beside(&rest);
    let ys = match strides.len() {
        1 => {
            let kernel = with_row(&kernel, 0);
            without_row(&convolve_back(
                &with_row(xs, 1),
                &kernel,
                &with_row(&like, 1),
                &[1, strides[0]],
                border,
            ))
        }
        _ => convolve_back(xs, &kernel, &like, strides, border),
    };
    add_bias(ys, bias)
}
