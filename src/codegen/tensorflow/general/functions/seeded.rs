impl Masks {
    /// Draws of a layer's own, which the program's seed does not change. They are numbered from below zero,
    /// where no other draws are.
    fn seeded(&self, seed: i64) -> Self {
        Self {
            seed: !seed,
            step: self.step.clone(),
            draws: Cell::new(0),
        }
    }
}
