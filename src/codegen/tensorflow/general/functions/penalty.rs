/// `l1 sum(|x|) + l2 sum(x²)`
fn penalty(xs: &Value, l1: f64, l2: f64) -> Value {
    xs.magnitude().sum_all() * l1 + xs.square().sum_all() * l2
}
