impl Value {
    /// `log(exp(x) + 1)`
    fn softplus(&self) -> Value {
        let output = self.output.clone();
        let result = self
            .graph
            .add(|scope| ops::softplus(output, scope))
            .with_shape(&self.shape);
        let x = self.clone();
        result.with_rule(&[self], move |slope| vec![slope * x.sigmoid()])
    }
}
