/// Images `(batch, height, width, channels)` so many times as high and wide: each pixel is the sum of
/// its neighbours by Keys' cubic (1981; a = -1/2), or by distance; what lies outside does not count.
fn resize(xs: &Tensor, times: [i64; 2], cubic: bool) -> Tensor {
    let weight = |distance: f64| match distance.abs() {
        it if !cubic => (1.0 - it).max(0.0),
        it if it < 1.0 => (1.5 * it - 2.5) * it * it + 1.0,
        it if it < 2.0 => ((-0.5 * it + 2.5) * it - 4.0) * it + 2.0,
        _ => 0.0,
    };
    let matrix = |size: i64, times: i64| {
        let place = |to: i64| (to as f64 + 0.5) / times as f64 - 0.5;
        let rows =
            (0..size * times).map(|to| (0..size).map(|at| weight(place(to) - at as f64)).collect());
        let weights: Vec<f64> = rows.flat_map(|row: Vec<f64>| row).collect();
        let weights = Tensor::from_slice(&weights).reshape([size * times, size]);
        (&weights / weights.sum_dim_intlist(1, true, None::<Kind>)).to_kind(KIND)
    };
    let (rows, columns) = (
        matrix(xs.size()[1], times[0]),
        matrix(xs.size()[2], times[1]),
    );
    Tensor::einsum("bhwc,yh,xw->byxc", &[xs, &rows, &columns], None::<i64>)
}
