/// Uniform values.
fn draw_uniform(graph: &Rc<Graph>, seed: [i64; 2], shape: &[i64], low: f64, high: f64) -> Value {
    let (sizes, seed) = (graph.list(shape), graph.list(&seed));
    let unit = graph.add(|scope| {
        ops::StatelessRandomUniform::new()
            .dtype(FLOAT)
            .build(sizes, seed, scope)
    });
    unit.with_shape(shape) * (high - low) + low
}
