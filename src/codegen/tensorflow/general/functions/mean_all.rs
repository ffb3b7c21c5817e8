impl Value {
    /// The mean of all.
    fn mean_all(&self) -> Value {
        let axes: Vec<i64> = (0..self.rank()).collect();
        self.mean(&axes, false)
    }
}
