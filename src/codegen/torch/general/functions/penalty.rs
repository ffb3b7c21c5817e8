/// `l1 sum(|x|) + l2 sum(x²)`
fn penalty(xs: &Tensor, l1: f64, l2: f64) -> Tensor {
    xs.abs().sum(KIND) * l1 + xs.square().sum(KIND) * l2
}
