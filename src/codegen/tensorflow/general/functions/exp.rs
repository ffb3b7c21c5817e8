impl Value {
    /// The exponential.
    fn exp(&self) -> Value {
        let output = self.output.clone();
        let result = self
            .graph
            .add(|scope| ops::exp(output, scope))
            .with_shape(&self.shape);
        let y = result.clone();
        result.with_rule(&[self], move |slope| vec![slope * &y])
    }
}
