impl<'a> Steps<'a> {
    /// States that stay from call to call.
    fn kept_in(self, kept: &'a RefCell<Vec<Tensor>>) -> Self {
        Self {
            kept: Some(kept),
            ..self
        }
    }
}
