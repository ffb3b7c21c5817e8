/// The convolution of `xs` `(batch, …, channels)` with a kernel `(…, channels / groups, filters)`.
fn convolve(
    xs: &Value,
    kernel: &Value,
    bias: Option<&Value>,
    strides: &[i64],
    dilation: &[i64],
    border: Border,
    groups: i64,
) -> Value {
    if groups > 1 {
        let (inputs, outputs) = (xs.size(-1) / groups, kernel.size(-1) / groups);
        let group = |index: i64| {
            let xs = xs.narrow(-1, index * inputs, inputs);
            let kernel = kernel.narrow(-1, index * outputs, outputs);
            convolve(&xs, &kernel, None, strides, dilation, border, 1)
        };
        let all: Vec<Value> = (0..groups).map(group).collect();
        return add_bias(concat(&all.iter().collect::<Vec<_>>(), -1), bias);
    }
    let kernel = dilated(kernel, dilation);
    let mut xs = xs.clone();
    if border == Border::Causal {
        xs = xs.pad(&[[0, 0], [kernel.size(0) - 1, 0], [0, 0]]);
    }
    let ys = match strides.len() {
        1 => {
            let flat = convolve_places(
                &with_row(&xs, 1),
                &with_row(&kernel, 0),
                &[1, strides[0]],
                border,
            );
            without_row(&flat)
        }
        _ => convolve_places(&xs, &kernel, strides, border),
    };
    add_bias(ys, bias)
}
