/// The cross-entropy of outputs that are scaled to sum to 1.
fn entropy(given: &[f64], wanted: &[f64]) -> f64 {
    let sum: f64 = given.iter().sum();
    let parts = given.iter().zip(wanted);
    -parts
        .map(|(given, wanted)| wanted * (given / sum).clamp(1e-7, 1.0 - 1e-7).ln())
        .sum::<f64>()
}
