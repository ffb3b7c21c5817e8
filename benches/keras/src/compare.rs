//! How near two lists of numbers are.

/// The greatest difference relative to the greatest number that is expected (at least 1e-3), and at
/// least as seen from a difference in length: infinite.
pub fn deviation(found: &[f64], expected: &[f64]) -> f64 {
    if found.len() != expected.len() {
        return f64::INFINITY;
    }
    let scale = expected
        .iter()
        .fold(1e-3_f64, |scale, value| scale.max(value.abs()));
    found
        .iter()
        .zip(expected)
        .map(|(found, expected)| {
            let difference = (found - expected).abs() / scale;
            if difference.is_nan() {
                f64::INFINITY
            } else {
                difference
            }
        })
        .fold(0.0, f64::max)
}
