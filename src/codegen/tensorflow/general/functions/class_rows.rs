/// A row for each class: 1 in its place, 0 elsewhere.
fn class_rows(classes: &[f64], width: usize) -> Vec<f64> {
    let row = |&class: &f64| (0..width).map(move |index| f64::from(index as f64 == class));
    classes.iter().flat_map(row).collect()
}
