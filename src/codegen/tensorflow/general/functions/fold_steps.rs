/// All steps of all samples as samples: `(batch · steps, …)`.
fn fold_steps(xs: &Value) -> Value {
    let shape = [&[-1], &xs.shape[2..]].concat();
    xs.reshape(&shape)
}

/// `(batch, steps, …)` again.
fn unfold_steps(ys: &Value, like: &Value) -> Value {
    let shape = [&[-1, like.size(1)], &ys.shape[1..]].concat();
    ys.reshape(&shape)
}
