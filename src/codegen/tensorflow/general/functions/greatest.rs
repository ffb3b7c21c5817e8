impl Value {
    /// The maximum over axes.
    fn greatest(&self, axes: &[i64], keep: bool) -> Value {
        let (output, over) = (self.output.clone(), self.graph.list(axes));
        let kept = self
            .graph
            .add(|scope| ops::Max::new().keep_dims(true).build(output, over, scope));
        let (x, y) = (self.clone(), kept.clone());
        let kept = kept.with_rule(&[self], move |slope| vec![slope * x.equal(&y)]);
        if keep {
            return kept;
        }
        let over: Vec<usize> = axes.iter().map(|&axis| self.axis(axis)).collect();
        let left = self
            .shape
            .iter()
            .enumerate()
            .filter(|(axis, _)| !over.contains(axis));
        let shape: Vec<i64> = left.map(|(_, &size)| size).collect();
        kept.reshape(&shape)
    }
}
