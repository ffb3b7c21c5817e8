impl Value {
    /// Its axes in another order.
    fn transpose(&self, order: &[i64]) -> Value {
        let (output, axes) = (self.output.clone(), self.graph.list(order));
        let result = self.graph.add(|scope| ops::transpose(output, axes, scope));
        let mut back = vec![0; order.len()];
        for (place, &axis) in order.iter().enumerate() {
            back[axis as usize] = place as i64;
        }
        result.with_rule(&[self], move |slope| vec![slope.transpose(&back)])
    }
}
