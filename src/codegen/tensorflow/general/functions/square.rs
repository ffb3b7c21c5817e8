impl Value {
    /// The square.
    fn square(&self) -> Value {
        let output = self.output.clone();
        let result = self
            .graph
            .add(|scope| ops::square(output, scope))
            .with_shape(&self.shape);
        let x = self.clone();
        result.with_rule(&[self], move |slope| vec![slope * &x * 2.0])
    }
}
