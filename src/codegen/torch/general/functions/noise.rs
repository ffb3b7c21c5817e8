/// The values with normal noise while training.
fn with_noise(xs: &Tensor, deviation: f64, train: bool) -> Tensor {
    if !train {
        return xs.shallow_clone();
    }
    xs + xs.randn_like() * deviation
}
