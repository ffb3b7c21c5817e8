fn binary_entropy(given: f64, wanted: f64) -> f64 {
    let given = given.clamp(1e-7, 1.0 - 1e-7);
    -wanted * given.ln() - (1.0 - wanted) * (1.0 - given).ln()
}
