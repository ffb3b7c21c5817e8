impl Value {
    /// The error function.
    fn erf(&self) -> Value {
        let output = self.output.clone();
        let result = self
            .graph
            .add(|scope| ops::erf(output, scope))
            .with_shape(&self.shape);
        let x = self.clone();
        result.with_rule(&[self], move |slope| {
            vec![slope * (0.0 - &(&x * &x)).exp() * std::f64::consts::FRAC_2_SQRT_PI]
        })
    }
}
