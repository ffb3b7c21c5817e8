impl Value {
    /// A part of an axis.
    fn narrow(&self, axis: i64, begin: i64, length: i64) -> Value {
        let axis = self.axis(axis);
        let mut begins = vec![0; self.shape.len()];
        let mut sizes = vec![-1; self.shape.len()];
        (begins[axis], sizes[axis]) = (begin, length);
        let (from, size) = (self.graph.list(&begins), self.graph.list(&sizes));
        let output = self.output.clone();
        let result = self
            .graph
            .add(|scope| ops::slice(output, from, size, scope));
        let mut shape = self.shape.clone();
        shape[axis] = length;
        let mut around = vec![[0, 0]; self.shape.len()];
        around[axis] = [begin, self.shape[axis] - begin - length];
        result
            .with_shape(&shape)
            .with_rule(&[self], move |slope| vec![slope.pad(&around)])
    }
}
