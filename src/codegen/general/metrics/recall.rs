impl Confusion {
    fn recall(&self) -> f64 {
        self.share_of(self.wanted)
    }
}
