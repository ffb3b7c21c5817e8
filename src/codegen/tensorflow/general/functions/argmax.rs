impl Value {
    /// The place of the greatest value along the last axis, an `i32`.
    fn argmax(&self) -> Value {
        let output = self.output.clone();
        let result = self.graph.add(|scope| {
            let last = ops::constant(-1, scope)?;
            ops::ArgMax::new()
                .output_type(DataType::Int32)
                .build(output, last, scope)
        });
        result.with_shape(&self.shape[..self.shape.len() - 1])
    }
}
