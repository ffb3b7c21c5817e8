/// Normal values, drawn again where they lie more than two deviations from the mean.
fn draw_truncated(shape: &[i64], mean: f64, deviation: f64) -> Tensor {
    let mut values = Tensor::randn(shape, (KIND, Device::Cpu));
    loop {
        let beyond = values.abs().gt(2.0);
        if beyond.any().int64_value(&[]) == 0 {
            return values * deviation + mean;
        }
        values = values.randn_like().where_self(&beyond, &values);
    }
}
