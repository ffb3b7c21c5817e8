impl Mean {
    /// Adds what is found for each output and its target.
    fn add(&mut self, given: &[f64], wanted: &[f64], of_each: impl Fn(f64, f64) -> f64) {
        let pairs = given.iter().zip(wanted);
        self.sum += pairs
            .map(|(&given, &wanted)| of_each(given, wanted))
            .sum::<f64>();
        self.count += given.len();
    }
}
