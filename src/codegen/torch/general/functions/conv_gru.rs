/// As a GRU, with convolutions in place of products (Ballas et al. 2016).
fn run_conv_gru(
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
    let inner = |xs: &Tensor, kernel: &Tensor| {
        convolve(xs, kernel, None, &each, &each, Border::Same, 1)
    };
    let filters = recurrent.size()[recurrent.dim() - 2];
    let state = convolve_input(&xs.select(1, 0)).chunk(3, -1)[0].zeros_like();
    steps.run(xs, vec![state], |xs, states| {
        let before = &states[0];
        let inputs = convolve_input(xs).chunk(3, -1);
        let sums = inner(before, &recurrent.narrow(-1, 0, 2 * filters)).chunk(2, -1);
        let (update, reset) = (gate(&(&inputs[0] + &sums[0])), gate(&(&inputs[1] + &sums[1])));
        let sum = inner(&(reset * before), &recurrent.narrow(-1, 2 * filters, filters));
        let new = activation(&(&inputs[2] + sum));
        vec![&update * before + (1.0 - &update) * new]
    })
}
