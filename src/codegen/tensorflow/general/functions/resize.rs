/// Images `(batch, height, width, channels)` so many times as high and wide: each pixel is the sum of
/// its neighbours by Keys' cubic (1981; a = -1/2), or by distance; what lies outside does not count.
fn resize(xs: &Value, times: [i64; 2], cubic: bool) -> Value {
    let weight = |distance: f64| match distance.abs() {
        it if !cubic => (1.0 - it).max(0.0),
        it if it < 1.0 => (1.5 * it - 2.5) * it * it + 1.0,
        it if it < 2.0 => ((-0.5 * it + 2.5) * it - 4.0) * it + 2.0,
        _ => 0.0,
    };
    let matrix = |size: i64, times: i64| {
        let columns = (0..size * times).map(|to| {
            let place = (to as f64 + 0.5) / times as f64 - 0.5;
            let weights: Vec<f64> = (0..size).map(|at| weight(place - at as f64)).collect();
            let sum: f64 = weights.iter().sum();
            weights
                .into_iter()
                .map(|weight| weight / sum)
                .collect::<Vec<f64>>()
        });
        let columns: Vec<Vec<f64>> = columns.collect();
        let values: Vec<f64> = (0..size as usize)
            .flat_map(|at| columns.iter().map(move |it| it[at]))
            .collect();
        xs.graph.numbers(&values).reshape(&[size, size * times])
    };
    let (rows, columns) = (matrix(xs.size(1), times[0]), matrix(xs.size(2), times[1]));
    let tall = xs.transpose(&[0, 3, 2, 1]).matmul(&rows);
    tall.transpose(&[0, 1, 3, 2])
        .matmul(&columns)
        .transpose(&[0, 2, 3, 1])
}
