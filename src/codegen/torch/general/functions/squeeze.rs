/// Scales each channel by what two dense layers make of the means of all (Hu et al. 2018).
fn squeeze_excite(xs: &Tensor, reduce: [&Tensor; 2], expand: [&Tensor; 2]) -> Tensor {
    let axes: Vec<i64> = (1..xs.dim() as i64 - 1).collect();
    let means = xs.mean_dim(axes.as_slice(), true, None::<Kind>);
    let hidden = dot(&means, reduce[0], Some(reduce[1])).relu();
    xs * dot(&hidden, expand[0], Some(expand[1])).sigmoid()
}
