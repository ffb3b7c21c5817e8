/// The product of two values summed over an axis of each; vectors along these axes may have norm 1.
fn contract(a: &Value, b: &Value, axes: [i64; 2], normalize: bool) -> Value {
    let unit = |xs: &Value, axis: i64| {
        let squares = xs.square().sum(&[axis], true);
        xs * squares.clamp(1e-12, f64::MAX).rsqrt()
    };
    let [a, b] = match normalize {
        true => [unit(a, axes[0]), unit(b, axes[1])],
        false => [a.clone(), b.clone()],
    };
    // Rows `(batch, others, axis)` by columns `(batch, axis, others)`.
    let others =
        |xs: &Value, axis: i64| -> Vec<i64> { (1..xs.rank()).filter(|&it| it != axis).collect() };
    let (left, right) = (others(&a, axes[0]), others(&b, axes[1]));
    let rows = a.transpose(&[&[0], &left[..], &[axes[0]]].concat());
    let columns = b.transpose(&[&[0, axes[1]], &right[..]].concat());
    let sizes =
        |xs: &Value, axes: &[i64]| -> Vec<i64> { axes.iter().map(|&axis| xs.size(axis)).collect() };
    let kept = [sizes(&a, &left), sizes(&b, &right)].concat();
    let (high, wide) = (
        sizes(&a, &left).iter().product(),
        sizes(&b, &right).iter().product(),
    );
    let product = rows
        .reshape(&[-1, high, a.size(axes[0])])
        .matmul(&columns.reshape(&[-1, b.size(axes[1]), wide]));
    let shape = if kept.is_empty() {
        vec![-1, 1]
    } else {
        [&[-1], &kept[..]].concat()
    };
    product.reshape(&shape)
}
