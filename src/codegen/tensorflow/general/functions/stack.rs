/// Values side by side along a new axis.
fn stack(values: &[Value], axis: i64) -> Value {
    let mut shape = values[0].shape.clone();
    shape.insert(axis as usize, 1);
    let values: Vec<Value> = values.iter().map(|value| value.reshape(&shape)).collect();
    concat(&values.iter().collect::<Vec<_>>(), axis)
}
