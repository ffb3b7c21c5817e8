/// Norms over axes, which stay with the size 1.
fn axis_norms(xs: &Value, axes: &[i64]) -> Value {
    xs.square().sum(axes, true).root()
}
