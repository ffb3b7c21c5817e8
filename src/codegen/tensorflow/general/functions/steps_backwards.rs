impl Steps<'_> {
    /// The last step comes first.
    fn backwards(self) -> Self {
        Self {
            backwards: true,
            ..self
        }
    }
}
