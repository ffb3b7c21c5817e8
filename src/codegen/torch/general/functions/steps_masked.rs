impl<'a> Steps<'a> {
    /// Steps `(batch, steps)` that are passed over where the mask is false.
    fn masked(self, mask: &'a Tensor) -> Self {
        Self {
            mask: Some(mask),
            ..self
        }
    }
}
