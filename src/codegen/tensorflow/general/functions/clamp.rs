impl Value {
    /// The value, and the nearer bound where it lies outside.
    fn clamp(&self, least: f64, most: f64) -> Value {
        let output = self.output.clone();
        let (least, most) = (self.graph.number(least), self.graph.number(most));
        let result = self.graph.add(|scope| {
            let raised = ops::maximum(output, least.output, scope)?;
            ops::minimum(raised, most.output, scope)
        });
        let result = result.with_shape(&self.shape);
        let (x, y) = (self.clone(), result.clone());
        result.with_rule(&[self], move |slope| vec![slope * x.equal(&y)])
    }
}
