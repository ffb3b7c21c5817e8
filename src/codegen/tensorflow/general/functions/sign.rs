impl Value {
    /// -1, 0 or 1.
    fn sign(&self) -> Value {
        let output = self.output.clone();
        self.graph
            .add(|scope| ops::sign(output, scope))
            .with_shape(&self.shape)
    }
}
