impl<'a> Steps<'a> {
    /// Steps `(batch, steps)` that are passed over where the mask is 0.
    fn masked(self, mask: &'a Value) -> Self {
        Self {
            mask: Some(mask),
            ..self
        }
    }
}
