impl Value {
    /// 1 where it is not a number, 0 elsewhere.
    fn not_equal(&self, number: f64) -> Value {
        1.0 - &self.equal(&self.graph.number(number))
    }
}
