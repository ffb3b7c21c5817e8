impl Value {
    /// Gives a variable a new value with each training call.
    fn follow(&self, new: &Value) {
        let (variable, value) = (self.output.clone(), new.output.clone());
        let update = self.graph.add(|scope| ops::assign(variable, value, scope));
        self.graph
            .updates
            .borrow_mut()
            .push(update.output.operation);
    }
}
