/// TensorFlow's convolution of two or three axes.
fn convolve_places(xs: &Value, kernel: &Value, strides: &[i64], border: Border) -> Value {
    let steps: Vec<i64> = [&[1], strides, &[1]].concat();
    let (input, filter) = (xs.output.clone(), kernel.output.clone());
    let result = xs.graph.add(|scope| match strides.len() {
        2 => ops::Conv2D::new()
            .strides(steps.clone())
            .padding(border.spelled())
            .build(input, filter, scope),
        _ => ops::Conv3D::new()
            .strides(steps.clone())
            .padding(border.spelled())
            .build(input, filter, scope),
    });
    let (x, k) = (xs.clone(), kernel.clone());
    result.with_rule(&[xs, kernel], move |slope| {
        let strides = &steps[1..steps.len() - 1];
        vec![
            convolve_back(slope, &k, &x, strides, border),
            kernel_slope(&x, &k, slope, strides, border),
        ]
    })
}
