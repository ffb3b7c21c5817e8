/// As a GRU whose reset gate stands behind the recurrent product, with convolutions in place of
/// products (Ballas et al. 2016); `bias` is `(2, …)`, one for each of the two.
fn run_conv_gru(
    steps: &Steps,
    xs: &Value,
    [kernel, recurrent]: [&Value; 2],
    bias: Option<&Value>,
    (strides, dilation, border): (&[i64], &[i64], Border),
    activation: impl Fn(&Value) -> Value,
    gate: impl Fn(&Value) -> Value,
) -> Value {
    let biases = bias.map(|it| [it.select(0, 0), it.select(0, 1)]);
    let bias = |index: usize| biases.as_ref().map(|it| &it[index]);
    let each = vec![1; strides.len()];
    let of_input = |xs: &Value| convolve(xs, kernel, bias(0), strides, dilation, border, 1);
    let of_state = |xs: &Value| convolve(xs, recurrent, bias(1), &each, &each, Border::Same, 1);
    let state = of_input(&xs.select(1, 0)).chunk(3)[0].clone() * 0.0;
    steps.run(xs, vec![state], |xs, states| {
        let (inputs, sums) = (of_input(xs).chunk(3), of_state(&states[0]).chunk(3));
        let (update, reset) = (
            gate(&(&inputs[0] + &sums[0])),
            gate(&(&inputs[1] + &sums[1])),
        );
        let new = activation(&(&inputs[2] + reset * &sums[2]));
        vec![&update * &states[0] + (1.0 - &update) * new]
    })
}
