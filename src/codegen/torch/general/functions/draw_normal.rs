/// Normal values.
fn draw_normal(shape: &[i64], mean: f64, deviation: f64) -> Tensor {
    Tensor::randn(shape, (KIND, Device::Cpu)) * deviation + mean
}
