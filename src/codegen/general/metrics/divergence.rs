fn divergence(given: &[f64], wanted: &[f64]) -> f64 {
    let within = |value: f64| value.clamp(1e-7, 1.0);
    let parts = given.iter().zip(wanted);
    parts
        .map(|(&given, &wanted)| within(wanted) * (within(wanted) / within(given)).ln())
        .sum()
}
