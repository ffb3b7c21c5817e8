impl Value {
    /// The product of matrices, the last two axes; axes before them count alike, or are one sample's.
    fn matmul(&self, other: &Value) -> Value {
        if other.rank() == 2 && self.rank() > 2 {
            let mut shape = self.shape.clone();
            let rows = self.reshape(&[-1, self.size(-1)]);
            *shape.last_mut().expect("an axis") = other.size(-1);
            return rows.matmul(other).reshape(&shape);
        }
        let (a, b) = (self.output.clone(), other.output.clone());
        let result = self.graph.add(|scope| match self.rank() {
            2 => ops::mat_mul(a, b, scope),
            _ => ops::batch_mat_mul_v2(a, b, scope),
        });
        let mut shape = common_shape(
            &self.shape[..self.shape.len() - 2],
            &other.shape[..other.shape.len() - 2],
        );
        shape.extend([self.size(-2), other.size(-1)]);
        let (a, b) = (self.clone(), other.clone());
        result
            .with_shape(&shape)
            .with_rule(&[self, other], move |slope| {
                let by_a = slope.matmul(&b.swap_last()).summed_to(&a.shape);
                vec![by_a, a.swap_last().matmul(slope).summed_to(&b.shape)]
            })
    }
}
