/// How far the rows of a matrix are from orthogonal: half the mean of `|rowᵢ · rowⱼ|` of unit rows.
fn orthogonality(xs: &Value, factor: f64, columns: bool) -> Value {
    let rows = if columns { xs.swap_last() } else { xs.clone() };
    let squares = rows.square().sum(&[1], true);
    let rows = rows * squares.clamp(1e-12, f64::MAX).rsqrt();
    let count = rows.size(0);
    let others = (0..count * count).map(|place| if place % (count + 1) == 0 { 0.0 } else { 1.0 });
    let others = xs
        .graph
        .numbers(&others.collect::<Vec<f64>>())
        .reshape(&[count, count]);
    let products = rows.matmul(&rows.swap_last()).magnitude() * others;
    let pairs = (count * (count - 1)) as f64 / 2.0;
    products.sum_all() * (factor * 0.5 / pairs)
}
