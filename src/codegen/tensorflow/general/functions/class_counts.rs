/// 1 where a class is another than this, 0 elsewhere.
fn class_counts(targets: &Value, ignored: i32) -> Value {
    let output = targets.output.clone();
    let result = targets.graph.add(|scope| {
        let ignored = ops::constant(ignored, scope)?;
        let counts = ops::not_equal(output, ignored, scope)?;
        ops::Cast::new().DstT(FLOAT).build(counts, scope)
    });
    result.with_shape(&targets.shape)
}
