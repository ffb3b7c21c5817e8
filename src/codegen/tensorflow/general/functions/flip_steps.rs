/// The steps of `(batch, steps, …)` in the other order.
fn flip_steps(xs: &Value) -> Value {
    let steps: Vec<Value> = (0..xs.size(1))
        .rev()
        .map(|step| xs.narrow(1, step, 1))
        .collect();
    concat(&steps.iter().collect::<Vec<_>>(), 1)
}
