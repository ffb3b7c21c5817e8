/// All steps of all samples as samples: `(batch · steps, …)`.
fn fold_steps(xs: &Tensor) -> Tensor {
    xs.flatten(0, 1)
}

/// `(batch, steps, …)` again.
fn unfold_steps(ys: &Tensor, like: &Tensor) -> Tensor {
    ys.unflatten(0, [like.size()[0], like.size()[1]])
}
