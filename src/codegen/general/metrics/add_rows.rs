impl Mean {
    /// Adds what is found for each row of outputs and its targets.
    fn add_rows(
        &mut self,
        given: &[f64],
        wanted: &[f64],
        width: usize,
        of_each: impl Fn(&[f64], &[f64]) -> f64,
    ) {
        let rows = given.chunks(width).zip(wanted.chunks(width));
        self.sum += rows
            .map(|(given, wanted)| of_each(given, wanted))
            .sum::<f64>();
        self.count += given.len() / width;
    }
}
