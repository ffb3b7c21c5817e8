/// Normal values.
fn draw_normal(
    graph: &Rc<Graph>,
    seed: [i64; 2],
    shape: &[i64],
    mean: f64,
    deviation: f64,
) -> Value {
    let (sizes, seed) = (graph.list(shape), graph.list(&seed));
    let drawn = graph.add(|scope| {
        ops::StatelessRandomNormal::new()
            .dtype(FLOAT)
            .build(sizes, seed, scope)
    });
    drawn.with_shape(shape) * deviation + mean
}
