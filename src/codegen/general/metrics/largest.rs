/// Where the largest value stands, the first one of several.
fn largest(values: &[f64]) -> usize {
    let mut at = 0;
    for (index, value) in values.iter().enumerate() {
        if *value > values[at] {
            at = index;
        }
    }
    at
}
