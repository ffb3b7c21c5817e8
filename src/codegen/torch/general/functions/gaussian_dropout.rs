/// The values times normal noise of mean 1 while training.
fn with_gaussian_dropout(xs: &Tensor, rate: f64, train: bool) -> Tensor {
    if !train || rate == 0.0 {
        return xs.shallow_clone();
    }
    xs * (xs.randn_like() * (rate / (1.0 - rate)).sqrt() + 1.0)
}
