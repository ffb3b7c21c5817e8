impl Value {
    /// The mean over axes.
    fn mean(&self, axes: &[i64], keep: bool) -> Value {
        self.sum(axes, keep) / self.count(axes)
    }

    /// How many values lie along axes.
    fn count(&self, axes: &[i64]) -> Value {
        let known: Option<i64> = axes
            .iter()
            .map(|&axis| Some(self.size(axis)).filter(|&it| it >= 0))
            .product();
        if let Some(known) = known {
            return self.graph.number(known as f64);
        }
        let (output, axes) = (self.output.clone(), self.graph.list(axes));
        self.graph.add(|scope| {
            let shape = ops::Shape::new()
                .out_type(DataType::Int64)
                .build(output, scope)?;
            let axis = ops::constant(0, scope)?;
            let sizes = ops::GatherV2::new().build(shape, axes, axis, scope)?;
            let axis = ops::constant(0, scope)?;
            let count = ops::prod(sizes, axis, scope)?;
            ops::Cast::new().DstT(FLOAT).build(count, scope)
        })
    }
}
