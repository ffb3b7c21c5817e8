/// Gated recurrent unit (Cho et al. 2014); the kernels have the update gate, the reset gate and the new
/// state side by side. With a bias `(2, …)` the reset gate stands behind the recurrent product.
fn run_gru(
    steps: &Steps,
    xs: &Value,
    [kernel, recurrent]: [&Value; 2],
    bias: Option<&Value>,
    reset_after: bool,
    activation: impl Fn(&Value) -> Value,
    gate: impl Fn(&Value) -> Value,
) -> Value {
    let units = recurrent.size(0);
    let state = xs.zeros_beside(&[units]);
    let biases = bias.map(|it| match reset_after {
        true => vec![it.select(0, 0), it.select(0, 1)],
        false => vec![it.clone()],
    });
    let bias = |index: usize| biases.as_ref().and_then(|it| it.get(index));
    steps.run(xs, vec![state], |xs, states| {
        let before = &states[0];
        let inputs = add_bias(xs.matmul(kernel), bias(0)).chunk(3);
        let gates = |sums: &[Value]| {
            (
                gate(&(&inputs[0] + &sums[0])),
                gate(&(&inputs[1] + &sums[1])),
            )
        };
        let (update, new) = if reset_after {
            let sums = add_bias(before.matmul(recurrent), bias(1)).chunk(3);
            let (update, reset) = gates(&sums);
            (update, activation(&(&inputs[2] + reset * &sums[2])))
        } else {
            let sums = before.matmul(&recurrent.narrow(1, 0, 2 * units)).chunk(2);
            let (update, reset) = gates(&sums);
            let sum = (reset * before).matmul(&recurrent.narrow(1, 2 * units, units));
            (update, activation(&(&inputs[2] + sum)))
        };
        vec![&update * before + (1.0 - &update) * new]
    })
}
