/// How many outputs are above each threshold, of the targets that are 1 and of the others.
#[derive(Debug, Default)]
struct Curve {
    right: Vec<f64>,
    wrong: Vec<f64>,
}

impl Curve {
    const THRESHOLDS: usize = 200;

    fn add(&mut self, given: &[f64], wanted: &[f64]) {
        self.right.resize(Self::THRESHOLDS, 0.0);
        self.wrong.resize(Self::THRESHOLDS, 0.0);
        for (&given, &wanted) in given.iter().zip(wanted) {
            let counts = match wanted != 0.0 {
                true => &mut self.right,
                false => &mut self.wrong,
            };
            for (index, count) in counts.iter_mut().enumerate() {
                // The first is below every output, the last above.
                let threshold = match index {
                    0 => -1e-7,
                    index if index + 1 == Self::THRESHOLDS => 1.0 + 1e-7,
                    index => index as f64 / (Self::THRESHOLDS - 1) as f64,
                };
                *count += f64::from(given > threshold);
            }
        }
    }

    /// By trapezoids between the thresholds.
    fn area(&self) -> f64 {
        let share = |counts: &[f64], index: usize| counts[index] / counts[0].max(1.0);
        (1..self.right.len())
            .map(|index| {
                let width = share(&self.wrong, index - 1) - share(&self.wrong, index);
                let heights = share(&self.right, index - 1) + share(&self.right, index);
                width * heights / 2.0
            })
            .sum()
    }
}
