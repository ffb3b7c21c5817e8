impl Value {
    /// Zeros of a shape whose first axis is as long as its own.
    fn zeros_beside(&self, rest: &[i64]) -> Value {
        let (output, sizes) = (self.output.clone(), self.graph.list(rest));
        let (first, one) = (self.graph.list(&[0]), self.graph.list(&[1]));
        let result = self.graph.add(|scope| {
            let shape = ops::Shape::new()
                .out_type(DataType::Int64)
                .build(output, scope)?;
            let batch = ops::slice(shape, first, one, scope)?;
            let axis = ops::constant(0, scope)?;
            let parts = vec![batch.into(), sizes];
            let sizes = ops::ConcatV2::new()
                .build_instance(parts, axis.into(), scope)?
                .op;
            let zero = ops::constant(0 as Float, scope)?;
            ops::fill(sizes, zero, scope)
        });
        let shape: Vec<i64> = [self.shape[0]]
            .into_iter()
            .chain(rest.iter().copied())
            .collect();
        result.with_shape(&shape)
    }
}
