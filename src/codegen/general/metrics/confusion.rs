/// How many outputs are above a half, how many targets are 1, and how many are both.
#[derive(Debug, Default)]
struct Confusion {
    given: f64,
    wanted: f64,
    both: f64,
}

impl Confusion {
    fn add(&mut self, given: &[f64], wanted: &[f64]) {
        for (&given, &wanted) in given.iter().zip(wanted) {
            let (given, wanted) = (given > 0.5, wanted != 0.0);
            self.given += f64::from(given);
            self.wanted += f64::from(wanted);
            self.both += f64::from(given && wanted);
        }
    }

    /// The share of `both` in a count; 0 of nothing.
    fn share_of(&self, count: f64) -> f64 {
        self.both / count.max(1.0)
    }
}
