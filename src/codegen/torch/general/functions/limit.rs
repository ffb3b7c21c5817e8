/// `slope · (x - threshold)` below the threshold, `x` above it, and at most `most`.
fn rectify_within(xs: &Tensor, slope: f64, threshold: f64, most: f64) -> Tensor {
    let below = (xs - threshold) * slope;
    xs.clamp_max(most).where_self(&xs.ge(threshold), &below)
}
