impl Value {
    /// `max(x, 0)`
    fn relu(&self) -> Value {
        let output = self.output.clone();
        let result = self
            .graph
            .add(|scope| ops::relu(output, scope))
            .with_shape(&self.shape);
        let x = self.clone();
        result.with_rule(&[self], move |slope| vec![slope * x.greater(0.0)])
    }
}
