impl Value {
    /// One by the square root.
    fn rsqrt(&self) -> Value {
        let output = self.output.clone();
        let result = self
            .graph
            .add(|scope| ops::rsqrt(output, scope))
            .with_shape(&self.shape);
        let y = result.clone();
        result.with_rule(&[self], move |slope| vec![slope * (&y * &y * &y) * -0.5])
    }
}
