impl Value {
    /// The quotient by another value, or a number.
    fn over<T>(&self, other: T) -> Value
    where
        for<'a> &'a Value: Div<T, Output = Value>,
    {
        self / other
    }
}
