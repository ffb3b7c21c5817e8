impl Value {
    /// The hyperbolic tangent.
    fn tanh(&self) -> Value {
        let output = self.output.clone();
        let result = self
            .graph
            .add(|scope| ops::tanh(output, scope))
            .with_shape(&self.shape);
        let y = result.clone();
        result.with_rule(&[self], move |slope| vec![slope * (1.0 - &(&y * &y))])
    }
}
