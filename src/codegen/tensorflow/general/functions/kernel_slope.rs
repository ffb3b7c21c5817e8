/// The gradient of a convolution by its kernel.
fn kernel_slope(
    xs: &Value,
    kernel: &Value,
    slope: &Value,
    strides: &[i64],
    border: Border,
) -> Value {
    let steps: Vec<i64> = [&[1], strides, &[1]].concat();
    let (input, sizes, back) = (
        xs.output.clone(),
        kernel.shape.clone(),
        slope.output.clone(),
    );
    let sizes: Vec<i32> = sizes.into_iter().map(|size| size as i32).collect();
    let result = xs.graph.add(|scope| {
        let sizes = ops::constant(&sizes[..], scope)?;
        match strides.len() {
            2 => ops::Conv2DBackpropFilter::new()
                .strides(steps)
                .padding(border.spelled())
                .build(input, sizes, back, scope),
            _ => ops::Conv3DBackpropFilterV2::new()
                .strides(steps)
                .padding(border.spelled())
                .build(input, sizes, back, scope),
        }
    });
    result.with_shape(&kernel.shape)
}
