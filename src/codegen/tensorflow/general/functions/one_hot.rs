/// 1 at the place of its class, 0 at the others; nothing but 0 for a class that there is not.
fn one_hot(targets: &Value, classes: i64) -> Value {
    let output = targets.output.clone();
    let result = targets.graph.add(|scope| {
        let depth = ops::constant(classes as i32, scope)?;
        let on = ops::constant(1 as Float, scope)?;
        let off = ops::constant(0 as Float, scope)?;
        ops::one_hot(output, depth, on, off, scope)
    });
    let shape = [&targets.shape[..], &[classes]].concat();
    result.with_shape(&shape)
}
