/// Channels first, as PyTorch's functions take them.
fn channels_first(xs: &Tensor) -> Tensor {
    xs.movedim_int(-1, 1)
}

/// Channels last, as the language has them.
fn channels_last(xs: &Tensor) -> Tensor {
    xs.movedim_int(1, -1)
}
