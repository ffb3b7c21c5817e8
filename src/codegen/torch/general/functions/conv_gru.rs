/// As a GRU whose reset gate stands behind the recurrent product, with convolutions in place of
/// products (Ballas et al. 2016); `bias` is `(2, …)`, one for each of the two.
fn run_conv_gru(
    steps: &Steps,
    xs: &Tensor,
    [kernel, recurrent]: [&Tensor; 2],
    bias: Option<&Tensor>,
    (strides, dilation, border): (&[i64], &[i64], Border),
    activation: impl Fn(&Tensor) -> Tensor,
    gate: impl Fn(&Tensor) -> Tensor,
) -> Tensor {
    let biases = bias.map(|it| it.unbind(0));
    let bias = |index: usize| biases.as_ref().and_then(|it| it.get(index));
    let each = vec![1; strides.len()];
    let of_input = |xs: &Tensor| convolve(xs, kernel, bias(0), strides, dilation, border, 1);
    let of_state = |xs: &Tensor| convolve(xs, recurrent, bias(1), &each, &each, Border::Same, 1);
    let state = of_input(&xs.select(1, 0)).chunk(3, -1)[0].zeros_like();
    steps.run(xs, vec![state], |xs, states| {
        let (inputs, sums) = (of_input(xs).chunk(3, -1), of_state(&states[0]).chunk(3, -1));
        let (update, reset) = (
            gate(&(&inputs[0] + &sums[0])),
            gate(&(&inputs[1] + &sums[1])),
        );
        let new = activation(&(&inputs[2] + reset * &sums[2]));
        vec![&update * &states[0] + (1.0 - &update) * new]
    })
}
