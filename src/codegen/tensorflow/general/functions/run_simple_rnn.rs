/// `h = activation(x · kernel + h · recurrent + bias)` (Elman 1990).
fn run_simple_rnn(
    steps: &Steps,
    xs: &Value,
    [kernel, recurrent]: [&Value; 2],
    bias: Option<&Value>,
    activation: impl Fn(&Value) -> Value,
) -> Value {
    let state = xs.zeros_beside(&[recurrent.size(0)]);
    steps.run(xs, vec![state], |xs, states| {
        let sum = add_bias(xs.matmul(kernel), bias) + states[0].matmul(recurrent);
        vec![activation(&sum)]
    })
}
