/// The same number everywhere.
fn filled(graph: &Rc<Graph>, shape: &[i64], number: f64) -> Value {
    let sizes = graph.list(shape);
    let filled = graph.add(|scope| {
        let number = ops::constant(number as Float, scope)?;
        ops::fill(sizes, number, scope)
    });
    filled.with_shape(shape)
}
