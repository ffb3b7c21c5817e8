impl Value {
    /// The sum over axes.
    fn sum(&self, axes: &[i64], keep: bool) -> Value {
        let (output, over) = (self.output.clone(), self.graph.list(axes));
        let result = self
            .graph
            .add(|scope| ops::Sum::new().keep_dims(keep).build(output, over, scope));
        let value = self.clone();
        let axes: Vec<usize> = axes.iter().map(|&axis| self.axis(axis)).collect();
        result.with_rule(&[self], move |slope| {
            let mut shape = value.shape.clone();
            axes.iter().for_each(|&axis| shape[axis] = 1);
            vec![slope.reshape(&shape).repeated_like(&value)]
        })
    }

    /// A value repeated to the size of another.
    fn repeated_like(&self, value: &Value) -> Value {
        let ones = value
            .graph
            .add(|scope| ops::ones_like(value.output.clone(), scope));
        ones.with_shape(&value.shape) * self
    }

    /// The sum of all.
    fn sum_all(&self) -> Value {
        let axes: Vec<i64> = (0..self.rank()).collect();
        self.sum(&axes, false)
    }
}
