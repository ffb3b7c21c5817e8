impl<'a> Steps<'a> {
    /// Dropout of inputs and states while training, one mask for all steps.
    fn dropping(self, inputs: f64, states: f64, masks: Option<&'a Masks>) -> Self {
        Self {
            dropout: masks.map(|masks| (inputs, states, masks)),
            ..self
        }
    }
}
