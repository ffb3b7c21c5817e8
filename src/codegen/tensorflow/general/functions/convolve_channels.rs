/// TensorFlow's convolution of each channel on its own.
fn convolve_channels(xs: &Value, kernel: &Value, stride: i64, border: Border) -> Value {
    let steps = vec![1, stride, stride, 1];
    let (input, filter) = (xs.output.clone(), kernel.output.clone());
    let result = xs.graph.add(|scope| {
        ops::DepthwiseConv2dNative::new()
            .strides(steps.clone())
            .padding(border.spelled())
            .build(input, filter, scope)
    });
    let (x, k) = (xs.clone(), kernel.clone());
    result.with_rule(&[xs, kernel], move |slope| {
        let (input, filter, back) = (x.output.clone(), k.output.clone(), slope.output.clone());
        let by_x = x.graph.add(|scope| {
            let sizes = ops::shape(input, scope)?;
            ops::DepthwiseConv2dNativeBackpropInput::new()
                .strides(steps.clone())
                .padding(border.spelled())
                .build(sizes, filter, back, scope)
        });
        let (input, filter, back) = (x.output.clone(), k.output.clone(), slope.output.clone());
        let by_kernel = x.graph.add(|scope| {
            let sizes = ops::shape(filter, scope)?;
            ops::DepthwiseConv2dNativeBackpropFilter::new()
                .strides(steps.clone())
                .padding(border.spelled())
                .build(input, sizes, back, scope)
        });
        vec![by_x.with_shape(&x.shape), by_kernel.with_shape(&k.shape)]
    })
}
