/// A variable and the operations on it.
struct Variable {
    name: String,
    /// What holds it: operations read it and change it in place.
    value: Value,
    /// Its first value; another one can be fed in its place.
    initial: Operation,
    /// Gives it its first value.
    initializer: Operation,
    /// Whether training moves it.
    trained: bool,
}

impl Variable {
    /// A variable with the type and the shape of its first value.
    #[allow(dead_code, reason = "a program may have no weights")]
    fn new(name: &str, initial: &Value, trained: bool) -> Self {
        let graph = &initial.graph;
        let sizes: Vec<Option<i64>> = initial.shape.iter().map(|&size| Some(size)).collect();
        let value = graph.add(|scope| {
            ops::VariableV2::new()
                .dtype(FLOAT)
                .shape(Shape::from(Some(sizes)))
                .build(scope)
        });
        let first = initial.output.clone();
        let held = graph
            .add(|scope| ops::identity(first, scope))
            .output
            .operation;
        let (variable, source) = (value.output.clone(), held.clone());
        let assigned = graph.add(|scope| ops::assign(variable, source, scope));
        Self {
            name: name.to_owned(),
            value: value.with_shape(&initial.shape),
            initial: held,
            initializer: assigned.output.operation,
            trained,
        }
    }
}
