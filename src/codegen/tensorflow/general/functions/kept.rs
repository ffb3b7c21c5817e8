impl Masks {
    /// 1 with this chance, 0 elsewhere.
    fn kept(&self, xs: &Value, rate: f64, shape: &[i64]) -> Value {
        1.0 - &(rate - &self.draw(xs, shape, false)).greater(0.0)
    }
}
