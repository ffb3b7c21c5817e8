/// Dropout that keeps mean and variance of what SELU gives (Klambauer et al. 2017).
fn with_alpha_dropout(xs: &Value, rate: f64, shape: &[i64], masks: Option<&Masks>) -> Value {
    let Some(masks) = masks.filter(|_| rate > 0.0) else {
        return xs.clone();
    };
    const ALPHA: f64 = -1.7580993408473766;
    let scale = ((1.0 - rate) * (1.0 + rate * ALPHA * ALPHA)).powf(-0.5);
    let shift = -scale * ALPHA * rate;
    let kept = masks.kept(xs, rate, shape);
    let dropped = (1.0 - &kept) * ALPHA;
    (xs * &kept + dropped) * scale + shift
}
