impl<'a> Steps<'a> {
    /// States that stay from call to call.
    fn kept_in(self, kept: &'a [Value]) -> Self {
        Self {
            kept: Some(kept),
            ..self
        }
    }
}
