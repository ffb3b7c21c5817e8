/// Gated recurrent unit (Cho et al. 2014); the kernels have the update gate, the reset gate and the new
/// state side by side. With a bias `(2, …)` the reset gate stands behind the recurrent product.
fn run_gru(
    steps: &Steps,
    xs: &Tensor,
    [kernel, recurrent]: [&Tensor; 2],
    bias: Option<&Tensor>,
    reset_after: bool,
    activation: impl Fn(&Tensor) -> Tensor,
    gate: impl Fn(&Tensor) -> Tensor,
) -> Tensor {
    let units = recurrent.size()[0];
    let state = Tensor::zeros([xs.size()[0], units], (KIND, xs.device()));
    let biases = bias.map(|it| {
        if reset_after {
            it.unbind(0)
        } else {
            vec![it.shallow_clone()]
        }
    });
    let bias = |index: usize| biases.as_ref().and_then(|it| it.get(index));
    steps.run(xs, vec![state], |xs, states| {
        let before = &states[0];
        let inputs = add_bias(xs.matmul(kernel), bias(0)).chunk(3, -1);
        let new = if reset_after {
            let sums = add_bias(before.matmul(recurrent), bias(1)).chunk(3, -1);
            let (update, reset) = (
                gate(&(&inputs[0] + &sums[0])),
                gate(&(&inputs[1] + &sums[1])),
            );
            let new = activation(&(&inputs[2] + reset * &sums[2]));
            &update * before + (1.0 - &update) * new
        } else {
            let sums = before
                .matmul(&recurrent.narrow(1, 0, 2 * units))
                .chunk(2, -1);
            let (update, reset) = (
                gate(&(&inputs[0] + &sums[0])),
                gate(&(&inputs[1] + &sums[1])),
            );
            let sum = (reset * before).matmul(&recurrent.narrow(1, 2 * units, units));
            let new = activation(&(&inputs[2] + sum));
            &update * before + (1.0 - &update) * new
        };
        vec![new]
    })
}
