impl Value {
    /// Softmax along an axis.
    fn softmax_at(&self, axis: i64) -> Value {
        softmax_along(self, axis)
    }
}
