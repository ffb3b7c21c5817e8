impl Confusion {
    fn precision(&self) -> f64 {
        self.share_of(self.given)
    }
}
