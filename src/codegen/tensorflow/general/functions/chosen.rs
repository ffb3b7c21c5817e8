/// `xs` where the mask `(batch, steps)` is 1, `ys` where it is 0.
fn chosen(mask: &Value, xs: &Value, ys: &Value) -> Value {
    let mask = mask.reshape(&[-1, mask.size(1), 1]);
    xs * &mask + ys * (1.0 - &mask)
}
