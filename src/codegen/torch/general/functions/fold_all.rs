/// Several values made one by one, two at a time.
fn merge(values: &[&Tensor], merge: impl Fn(&Tensor, &Tensor) -> Tensor) -> Tensor {
    let first = values[0].shallow_clone();
    values[1..]
        .iter()
        .fold(first, |merged, value| merge(&merged, value))
}
