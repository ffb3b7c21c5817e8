impl Value {
    /// The product with another value, or a number.
    fn times<T>(&self, other: T) -> Value
    where
        for<'a> &'a Value: Mul<T, Output = Value>,
    {
        self * other
    }
}
