/// As an LSTM, with convolutions in place of products (Shi et al. 2015).
fn run_conv_lstm(
    steps: &Steps,
    xs: &Tensor,
    [kernel, recurrent]: [&Tensor; 2],
    bias: Option<&Tensor>,
    (strides, dilation, border): (&[i64], &[i64], Border),
    activation: impl Fn(&Tensor) -> Tensor,
    gate: impl Fn(&Tensor) -> Tensor,
) -> Tensor {
    let convolve_input = |xs: &Tensor| convolve(xs, kernel, bias, strides, dilation, border, 1);
    let each = vec![1; strides.len()];
    let zeros = || convolve_input(&xs.select(1, 0)).chunk(4, -1)[0].zeros_like();
    steps.run(xs, vec![zeros(), zeros()], |xs, states| {
        let sums = convolve(&states[0], recurrent, None, &each, &each, Border::Same, 1);
        let sums = (convolve_input(xs) + sums).chunk(4, -1);
        let kept = gate(&sums[1]) * &states[1] + gate(&sums[0]) * activation(&sums[2]);
        vec![gate(&sums[3]) * activation(&kept), kept]
    })
}
