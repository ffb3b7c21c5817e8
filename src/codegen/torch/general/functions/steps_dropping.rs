impl Steps<'_> {
    /// Dropout of inputs and states while training, one mask for all steps.
    fn dropping(self, inputs: f64, states: f64, train: bool) -> Self {
        let [input_dropout, state_dropout] =
            [inputs, states].map(|it| if train { it } else { 0.0 });
        Self {
            input_dropout,
            state_dropout,
            ..self
        }
    }
}
