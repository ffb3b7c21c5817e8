//! Holm's correction for many tests.

/// Adjusted p-values in the order of the given ones: those below 0.05 are what Holm's (1979) procedure rejects when
/// the chance of even one false rejection among all tests is to be at most 5 %, however the tests
/// depend on one another.
///
/// The smallest of m is multiplied by m, the next by m - 1 and so on; none is adjusted to less than one
/// before it, and none to more than 1.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = vec![1.0; p_values.len()];
    let mut so_far = 0.0f64;
    for (rank, &index) in order.iter().enumerate() {
        let factor = (p_values.len() - rank) as f64;
        so_far = so_far.max((p_values[index] * factor).min(1.0));
        adjusted[index] = so_far;
    }
    adjusted
}
