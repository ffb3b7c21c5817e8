impl Value {
    /// The absolute value.
    fn magnitude(&self) -> Value {
        let output = self.output.clone();
        let result = self
            .graph
            .add(|scope| ops::abs(output, scope))
            .with_shape(&self.shape);
        let x = self.clone();
        result.with_rule(&[self], move |slope| vec![slope * x.sign()])
    }
}
