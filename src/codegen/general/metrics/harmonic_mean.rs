impl Confusion {
    /// Of precision and recall.
    fn harmonic_mean(&self) -> f64 {
        self.share_of((self.given + self.wanted) / 2.0)
    }
}
