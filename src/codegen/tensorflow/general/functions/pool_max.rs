/// The maximum of each window of `xs` `(batch, …, channels)`.
fn pool_max(xs: &Value, window: &[i64], strides: &[i64], border: Border) -> Value {
    if window.len() == 1 {
        let flat = pool_max(&with_row(xs, 1), &[1, window[0]], &[1, strides[0]], border);
        return without_row(&flat);
    }
    let (size, steps) = (
        [&[1], window, &[1]].concat(),
        [&[1], strides, &[1]].concat(),
    );
    let input = xs.output.clone();
    let result = xs.graph.add(|scope| match window.len() {
        2 => ops::MaxPool::new()
            .ksize(size.clone())
            .strides(steps.clone())
            .padding(border.spelled())
            .build(input, scope),
        _ => ops::MaxPool3D::new()
            .ksize(size.clone())
            .strides(steps.clone())
            .padding(border.spelled())
            .build(input, scope),
    });
    let (x, y) = (xs.clone(), result.clone());
    result.with_rule(&[xs], move |slope| {
        let (input, output, back) = (x.output.clone(), y.output.clone(), slope.output.clone());
        let slope = x.graph.add(|scope| match size.len() {
            4 => ops::MaxPoolGrad::new()
                .ksize(size.clone())
                .strides(steps.clone())
                .padding(border.spelled())
                .build(input, output, back, scope),
            _ => ops::MaxPool3DGrad::new()
                .ksize(size.clone())
                .strides(steps.clone())
                .padding(border.spelled())
                .build(input, output, back, scope),
        });
        vec![slope.with_shape(&x.shape)]
    })
}
