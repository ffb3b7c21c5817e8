impl Value {
    /// The same values in another shape, in which one size may be -1.
    fn reshape(&self, shape: &[i64]) -> Value {
        let (output, sizes) = (self.output.clone(), self.graph.list(shape));
        let result = self.graph.add(|scope| ops::reshape(output, sizes, scope));
        let before = self.shape.clone();
        result.with_rule(&[self], move |slope| vec![slope.reshape(&before)])
    }
}
