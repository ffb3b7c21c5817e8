/// The mean of each window of `xs` `(batch, …, channels)`; what lies outside does not count.
fn pool_average(xs: &Value, window: &[i64], strides: &[i64], border: Border) -> Value {
    if window.len() == 1 {
        let flat = pool_average(&with_row(xs, 1), &[1, window[0]], &[1, strides[0]], border);
        return without_row(&flat);
    }
    let (size, steps) = (
        [&[1], window, &[1]].concat(),
        [&[1], strides, &[1]].concat(),
    );
    let input = xs.output.clone();
    let result = xs.graph.add(|scope| match window.len() {
        2 => ops::AvgPool::new()
            .ksize(size.clone())
            .strides(steps.clone())
            .padding(border.spelled())
            .build(input, scope),
        _ => ops::AvgPool3D::new()
            .ksize(size.clone())
            .strides(steps.clone())
            .padding(border.spelled())
            .build(input, scope),
    });
    let x = xs.clone();
    result.with_rule(&[xs], move |slope| {
        let (input, back) = (x.output.clone(), slope.output.clone());
        let slope = x.graph.add(|scope| {
            let sizes = ops::shape(input, scope)?;
            match size.len() {
                4 => ops::AvgPoolGrad::new()
                    .ksize(size.clone())
                    .strides(steps.clone())
                    .padding(border.spelled())
                    .build(sizes, back, scope),
                _ => ops::AvgPool3DGrad::new()
                    .ksize(size.clone())
                    .strides(steps.clone())
                    .padding(border.spelled())
                    .build(sizes, back, scope),
            }
        });
        vec![slope.with_shape(&x.shape)]
    })
}
