/// What the optimiser keeps for a weight, in its shape.
fn slot(name: &str, variable: &Variable, begins: f64) -> Variable {
    let (graph, shape) = (&variable.value.graph, &variable.value.shape);
    let name = format!("{name} of {}", variable.name);
    Variable::new(&name, &filled(graph, shape, begins), false)
}
