impl Value {
    /// `1 / (1 + exp(-x))`
    fn sigmoid(&self) -> Value {
        let output = self.output.clone();
        let result = self
            .graph
            .add(|scope| ops::sigmoid(output, scope))
            .with_shape(&self.shape);
        let y = result.clone();
        result.with_rule(&[self], move |slope| vec![slope * &y * (1.0 - &y)])
    }
}
