/// Values one behind the other along an axis.
fn concat(values: &[&Value], axis: i64) -> Value {
    if let [value] = values {
        // TensorFlow takes two or more.
        return (*value).clone();
    }
    let graph = &values[0].graph;
    let axis = values[0].axis(axis);
    let outputs: Vec<Output> = values.iter().map(|value| value.output.clone()).collect();
    let result = graph.add(|scope| {
        let axis = ops::constant(axis as i32, scope)?;
        ops::ConcatV2::new()
            .build_instance(outputs, axis.into(), scope)
            .map(|it| it.op)
    });
    let mut shape = values[0].shape.clone();
    shape[axis] = values.iter().map(|value| value.shape[axis]).sum();
    let lengths: Vec<i64> = values.iter().map(|value| value.shape[axis]).collect();
    result.with_shape(&shape).with_rule(values, move |slope| {
        let mut begin = 0;
        let part = |&length: &i64| {
            begin += length;
            slope.narrow(axis as i64, begin - length, length)
        };
        lengths.iter().map(part).collect()
    })
}
