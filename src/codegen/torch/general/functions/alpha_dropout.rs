/// Dropout that keeps mean and variance of what SELU gives (Klambauer et al. 2017).
fn with_alpha_dropout(xs: &Tensor, rate: f64, shape: &[i64], train: bool) -> Tensor {
    if !train || rate == 0.0 {
        return xs.shallow_clone();
    }
    const ALPHA: f64 = -1.7580993408473766;
    let scale = ((1.0 - rate) * (1.0 + rate * ALPHA * ALPHA)).powf(-0.5);
    let shift = -scale * ALPHA * rate;
    let kept = Tensor::rand(shape, (KIND, xs.device()))
        .ge(rate)
        .to_kind(KIND);
    let dropped = (&kept - 1.0) * -ALPHA;
    (xs * kept + dropped) * scale + shift
}
