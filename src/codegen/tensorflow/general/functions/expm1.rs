impl Value {
    /// `exp(x) - 1`
    fn expm1(&self) -> Value {
        let output = self.output.clone();
        let result = self
            .graph
            .add(|scope| ops::expm1(output, scope))
            .with_shape(&self.shape);
        let x = self.clone();
        result.with_rule(&[self], move |slope| vec![slope * x.exp()])
    }
}
