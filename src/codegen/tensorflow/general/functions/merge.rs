/// Several values made one by one, two at a time.
fn merge(values: &[&Value], merge: impl Fn(&Value, &Value) -> Value) -> Value {
    let first = values[0].clone();
    values[1..]
        .iter()
        .fold(first, |merged, value| merge(&merged, value))
}
