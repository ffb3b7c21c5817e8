/// Long short-term memory (Hochreiter and Schmidhuber 1997; Gers et al. 2000); the kernels have the
/// input gate, the forget gate, the cell and the output gate side by side.
fn run_lstm(
    steps: &Steps,
    xs: &Value,
    [kernel, recurrent]: [&Value; 2],
    bias: Option<&Value>,
    activation: impl Fn(&Value) -> Value,
    gate: impl Fn(&Value) -> Value,
) -> Value {
    let zeros = || xs.zeros_beside(&[recurrent.size(0)]);
    steps.run(xs, vec![zeros(), zeros()], |xs, states| {
        let sums = add_bias(xs.matmul(kernel) + states[0].matmul(recurrent), bias);
        let sums = sums.chunk(4);
        let kept = gate(&sums[1]) * &states[1] + gate(&sums[0]) * activation(&sums[2]);
        vec![gate(&sums[3]) * activation(&kept), kept]
    })
}
