/// `slope · (x - threshold)` below the threshold, `x` above it, and at most `most`.
fn rectify_within(xs: &Value, slope: f64, threshold: f64, most: f64) -> Value {
    let above = 1.0 - &(threshold - xs).greater(0.0);
    let below = (xs - threshold) * slope * (1.0 - &above);
    xs.clamp(f64::MIN, most) * above + below
}
