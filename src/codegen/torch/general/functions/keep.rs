/// Makes the share `rate` of the values zero and scales the others, so that the mean stays; one draw
/// for all along the axes in which `shape` is 1.
fn with_dropout(xs: &Tensor, rate: f64, shape: &[i64], train: bool) -> Tensor {
    if !train || rate == 0.0 {
        return xs.shallow_clone();
    }
    if rate >= 1.0 {
        return xs * 0.0;
    }
    let kept = Tensor::rand(shape, (KIND, xs.device()))
        .ge(rate)
        .to_kind(KIND);
    xs * kept / (1.0 - rate)
}
