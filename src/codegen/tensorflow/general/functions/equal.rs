impl Value {
    /// 1 where it is equal to another value, 0 elsewhere.
    fn equal(&self, other: &Value) -> Value {
        let (a, b) = (self.output.clone(), other.output.clone());
        let result = self.graph.add(|scope| {
            let equal = ops::equal(a, b, scope)?;
            ops::Cast::new().DstT(FLOAT).build(equal, scope)
        });
        result.with_shape(&common_shape(&self.shape, &other.shape))
    }
}
