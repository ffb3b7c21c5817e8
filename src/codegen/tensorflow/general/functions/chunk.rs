impl Value {
    /// Equal parts of the last axis.
    fn chunk(&self, count: i64) -> Vec<Value> {
        let length = self.size(-1) / count;
        (0..count)
            .map(|index| self.narrow(-1, index * length, length))
            .collect()
    }
}
