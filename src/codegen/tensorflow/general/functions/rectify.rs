/// `x` above 0, `alpha x` below, with an alpha of its own for each place (He et al. 2015).
fn rectify(xs: &Value, alpha: &Value) -> Value {
    xs.relu() - (0.0 - xs).relu() * alpha
}
