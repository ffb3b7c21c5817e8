/// The gradient of a convolution by what it takes, which is a transposed convolution: with the size of
/// `like`.
fn convolve_back(
    slope: &Value,
    kernel: &Value,
    like: &Value,
    strides: &[i64],
    border: Border,
) -> Value {
    let steps: Vec<i64> = [&[1], strides, &[1]].concat();
    let (filter, back, sizes) = (
        kernel.output.clone(),
        slope.output.clone(),
        like.output.clone(),
    );
    let result = slope.graph.add(|scope| {
        let sizes = ops::shape(sizes, scope)?;
        match strides.len() {
            2 => ops::Conv2DBackpropInput::new()
                .strides(steps.clone())
                .padding(border.spelled())
                .build(sizes, filter, back, scope),
            _ => ops::Conv3DBackpropInputV2::new()
                .strides(steps.clone())
                .padding(border.spelled())
                .build(sizes, filter, back, scope),
        }
    });
    let (s, k) = (slope.clone(), kernel.clone());
    let result = result.with_shape(&like.shape);
    result.with_rule(&[slope, kernel], move |slope| {
        let strides = &steps[1..steps.len() - 1];
        vec![
            convolve_places(slope, &k, strides, border),
            kernel_slope(slope, &k, &s, strides, border),
        ]
    })
}
