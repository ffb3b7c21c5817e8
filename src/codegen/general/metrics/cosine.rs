fn cosine(given: &[f64], wanted: &[f64]) -> f64 {
    let length = |values: &[f64]| values.iter().map(|it| it * it).sum::<f64>().sqrt();
    let product: f64 = given.iter().zip(wanted).map(|(a, b)| a * b).sum();
    product / (length(given) * length(wanted)).max(f64::MIN_POSITIVE)
}
