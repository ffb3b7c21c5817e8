/// A bias whose second quarter, that of the forget gate, is one (Jozefowicz et al. 2015).
fn with_forget_bias(bias: Tensor) -> Tensor {
    let units = bias.size()[0] / 4;
    let _ = bias.narrow(0, units, units).fill_(1.0);
    bias
}
