impl Value {
    /// The difference from another value, or a number.
    fn minus<T>(&self, other: T) -> Value
    where
        for<'a> &'a Value: Sub<T, Output = Value>,
    {
        self - other
    }
}
