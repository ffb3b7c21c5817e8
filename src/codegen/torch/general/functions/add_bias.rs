/// The values with a bias, where there is one.
fn add_bias(xs: Tensor, bias: Option<&Tensor>) -> Tensor {
    match bias {
        Some(bias) => xs + bias,
        None => xs,
    }
}
