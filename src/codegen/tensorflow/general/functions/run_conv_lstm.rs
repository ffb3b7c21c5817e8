/// As an LSTM, with convolutions in place of products (Shi et al. 2015).
fn run_conv_lstm(
    steps: &Steps,
    xs: &Value,
    [kernel, recurrent]: [&Value; 2],
    bias: Option<&Value>,
    (strides, dilation, border): (&[i64], &[i64], Border),
    activation: impl Fn(&Value) -> Value,
    gate: impl Fn(&Value) -> Value,
) -> Value {
    let of_input = |xs: &Value| convolve(xs, kernel, bias, strides, dilation, border, 1);
    let each = vec![1; strides.len()];
    let zeros = || of_input(&xs.select(1, 0)).chunk(4)[0].clone() * 0.0;
    steps.run(xs, vec![zeros(), zeros()], |xs, states| {
        let sums = convolve(&states[0], recurrent, None, &each, &each, Border::Same, 1);
        let sums = (of_input(xs) + sums).chunk(4);
        let kept = gate(&sums[1]) * &states[1] + gate(&sums[0]) * activation(&sums[2]);
        vec![gate(&sums[3]) * activation(&kept), kept]
    })
}
