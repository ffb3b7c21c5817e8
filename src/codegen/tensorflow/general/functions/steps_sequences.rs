impl Steps<'_> {
    /// The result has the output of every step.
    fn sequences(self) -> Self {
        Self {
            sequences: true,
            ..self
        }
    }
}
