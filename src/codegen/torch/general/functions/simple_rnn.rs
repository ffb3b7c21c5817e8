/// `h = activation(x · kernel + h · recurrent + bias)` (Elman 1990).
fn run_simple_rnn(
    steps: &Steps,
    xs: &Tensor,
    [kernel, recurrent]: [&Tensor; 2],
    bias: Option<&Tensor>,
    activation: impl Fn(&Tensor) -> Tensor,
) -> Tensor {
    let state = Tensor::zeros([xs.size()[0], recurrent.size()[0]], (KIND, xs.device()));
    steps.run(xs, vec![state], |xs, states| {
        let sum = add_bias(xs.matmul(kernel), bias) + states[0].matmul(recurrent);
        vec![activation(&sum)]
    })
}
