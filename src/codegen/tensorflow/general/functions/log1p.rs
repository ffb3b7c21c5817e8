impl Value {
    /// `log(x + 1)`
    fn log1p(&self) -> Value {
        let output = self.output.clone();
        let result = self
            .graph
            .add(|scope| ops::log1p(output, scope))
            .with_shape(&self.shape);
        let x = self.clone();
        result.with_rule(&[self], move |slope| vec![slope / (&x + 1.0)])
    }
}
