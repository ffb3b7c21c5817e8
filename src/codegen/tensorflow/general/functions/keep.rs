impl Value {
    /// Has a variable of any shape hold another value from the next call on.
    fn keep(&self, value: &Value) {
        let update = self.held(value.output.clone());
        self.graph.updates.borrow_mut().push(update);
    }

    /// The operation that has a variable of any shape hold a value.
    fn held(&self, value: Output) -> Operation {
        let variable = self.output.clone();
        let held = self.graph.add(|scope| {
            ops::Assign::new()
                .validate_shape(false)
                .build(variable, value, scope)
        });
        held.output.operation
    }
}
