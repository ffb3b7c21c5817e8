impl Value {
    /// The same value, which no gradient goes through.
    fn without_slope(&self) -> Value {
        let output = self.output.clone();
        self.graph
            .add(|scope| ops::stop_gradient(output, scope))
            .with_shape(&self.shape)
    }
}
