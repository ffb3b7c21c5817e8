/// Variables for the states that a layer keeps from call to call. They take the shape of what they are
/// given; at first they hold a zero, which stands for zeros of any shape.
fn kept_states(graph: &Rc<Graph>, count: usize) -> Vec<Value> {
    let variable = || {
        graph.add(|scope| {
            ops::VariableV2::new()
                .dtype(FLOAT)
                .shape(Shape::from(None))
                .build(scope)
        })
    };
    (0..count).map(|_| variable()).collect()
}

impl Value {
    /// The operation that forgets a state.
    fn forgotten(&self) -> Operation {
        self.held(self.graph.number(0.0).output)
    }
}
