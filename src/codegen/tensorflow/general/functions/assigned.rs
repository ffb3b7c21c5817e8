impl Value {
    /// The operation that gives a variable a new value, when all is done that `after` waits for.
    fn assigned(&self, new: &Value, after: &Rc<Graph>) -> Operation {
        let (variable, value) = (self.output.clone(), new.output.clone());
        after
            .add(|scope| ops::assign(variable, value, scope))
            .output
            .operation
    }
}
