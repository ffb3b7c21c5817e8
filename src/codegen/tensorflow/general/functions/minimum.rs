impl Value {
    /// The smaller of two values.
    fn minimum(&self, other: &Value) -> Value {
        let (a, b) = (self.output.clone(), other.output.clone());
        let result = self.graph.add(|scope| ops::minimum(a, b, scope));
        let result = result.with_shape(&common_shape(&self.shape, &other.shape));
        let (a, b, y) = (self.clone(), other.clone(), result.clone());
        result.with_rule(&[self, other], move |slope| {
            let mine = a.equal(&y);
            let rest = 1.0 - &mine;
            vec![
                (slope * &mine).summed_to(&a.shape),
                (slope * rest).summed_to(&b.shape),
            ]
        })
    }
}
