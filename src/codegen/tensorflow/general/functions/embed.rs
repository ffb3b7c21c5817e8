/// The rows of a table `(inputs, outputs)` for whole numbers.
fn embed(table: &Value, xs: &Value) -> Value {
    let (rows, values) = (xs.output.clone(), table.output.clone());
    let result = table.graph.add(|scope| {
        let rows = ops::Cast::new().DstT(DataType::Int32).build(rows, scope)?;
        let axis = ops::constant(0, scope)?;
        ops::GatherV2::new().build(values, rows, axis, scope)
    });
    let shape = [&xs.shape[..], &[table.size(1)]].concat();
    let (x, t) = (xs.clone(), table.clone());
    result.with_shape(&shape).with_rule(&[table], move |slope| {
        let flat = slope.reshape(&[-1, t.size(1)]);
        let (rows, slopes, count) = (x.output.clone(), flat.output.clone(), t.size(0));
        let sum = t.graph.add(|scope| {
            let rows = ops::Cast::new().DstT(DataType::Int32).build(rows, scope)?;
            let all = ops::constant(&[-1][..], scope)?;
            let rows = ops::reshape(rows, all, scope)?;
            let count = ops::constant(count as i32, scope)?;
            ops::unsorted_segment_sum(slopes, rows, count, scope)
        });
        vec![sum.with_shape(&t.shape)]
    })
}
