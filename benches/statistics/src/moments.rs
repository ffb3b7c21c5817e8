//! Means and variances, summed in the order of the values.

/// The arithmetic mean. It is taken about the first value, so that equal values have exactly that mean.
/// Not a number for no values.
pub(crate) fn mean(values: &[f64]) -> f64 {
    let first = values.first().copied().unwrap_or(f64::NAN);
    let sum: f64 = values.iter().map(|value| value - first).sum();
    first + sum / values.len() as f64
}

/// Count, mean and variance of one sample.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moments {
    pub count: usize,
    pub mean: f64,
    /// With one less than the count below the line; not a number for a single value.
    pub variance: f64,
}

impl Moments {
    pub(crate) fn of(values: &[f64]) -> Self {
        let mean = mean(values);
        let squares: f64 = values
            .iter()
            .map(|value| (value - mean) * (value - mean))
            .sum();
        Self {
            count: values.len(),
            mean,
            variance: squares / (values.len() as f64 - 1.0),
        }
    }

    /// The variance of the mean.
    pub(crate) fn variance_of_mean(&self) -> f64 {
        self.variance / self.count as f64
    }
}

/// The middle value, or the mean of the two in the middle. Not a number for no values.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => sorted[middle],
        _ => mean(&sorted[middle - 1..=middle]),
    }
}
