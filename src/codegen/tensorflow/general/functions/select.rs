impl Value {
    /// One place of an axis, which goes.
    fn select(&self, axis: i64, index: i64) -> Value {
        let mut shape = self.shape.clone();
        shape.remove(self.axis(axis));
        self.narrow(axis, index, 1).reshape(&shape)
    }
}
