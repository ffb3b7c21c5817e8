/// Uniform values.
fn draw_uniform(shape: &[i64], low: f64, high: f64) -> Tensor {
    Tensor::rand(shape, (KIND, Device::Cpu)) * (high - low) + low
}
