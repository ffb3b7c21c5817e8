impl Steps<'_> {
    /// Where a step is passed over the output is zero, and not that of the step before.
    fn zeros_where_masked(self) -> Self {
        Self {
            zeros_where_masked: true,
            ..self
        }
    }
}
