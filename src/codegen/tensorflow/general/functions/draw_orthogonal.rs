/// An orthogonal matrix of the last axis by all others (Saxe et al. 2014), times `gain`.
fn draw_orthogonal(graph: &Rc<Graph>, seed: [i64; 2], shape: &[i64], gain: f64) -> Value {
    let columns = shape[shape.len() - 1];
    let rows = shape[..shape.len() - 1].iter().product::<i64>();
    let (long, short) = (rows.max(columns), rows.min(columns));
    let drawn = draw_normal(graph, seed, &[long, short], 0.0, 1.0);
    let output = drawn.output.clone();
    let q = graph.add(|scope| {
        // The signs of the diagonal make every orthogonal matrix as likely.
        let parts = ops::Qr::new().build(output, scope)?;
        let r = Output {
            operation: parts.clone(),
            index: 1,
        };
        let signs = ops::sign(ops::matrix_diag_part(r, scope)?, scope)?;
        ops::mul(parts, signs, scope)
    });
    let q = q.with_shape(&[long, short]);
    let q = if rows < columns { q.swap_last() } else { q };
    q.reshape(shape) * gain
}
