/// Normal values, drawn again where they lie more than two deviations from the mean.
fn draw_truncated(
    graph: &Rc<Graph>,
    seed: [i64; 2],
    shape: &[i64],
    mean: f64,
    deviation: f64,
) -> Value {
    let (sizes, seed) = (graph.list(shape), graph.list(&seed));
    let drawn = graph.add(|scope| {
        ops::StatelessTruncatedNormal::new()
            .dtype(FLOAT)
            .build(sizes, seed, scope)
    });
    drawn.with_shape(shape) * deviation + mean
}
