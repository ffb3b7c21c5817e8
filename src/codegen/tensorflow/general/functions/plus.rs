impl Value {
    /// The sum with another value, or a number.
    fn plus<T>(&self, other: T) -> Value
    where
        for<'a> &'a Value: Add<T, Output = Value>,
    {
        self + other
    }
}
