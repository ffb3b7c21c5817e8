impl Value {
    /// The square root.
    fn root(&self) -> Value {
        let output = self.output.clone();
        let result = self
            .graph
            .add(|scope| ops::sqrt(output, scope))
            .with_shape(&self.shape);
        let y = result.clone();
        result.with_rule(&[self], move |slope| vec![slope / (&y * 2.0)])
    }
}
