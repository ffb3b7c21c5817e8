/// A mean over all samples.
#[derive(Debug, Default)]
struct Mean {
    sum: f64,
    count: usize,
}

impl Mean {
    fn value(&self) -> f64 {
        self.sum / self.count as f64
    }
}
