/// Scales each channel by what two dense layers make of the means of all (Hu et al. 2018).
fn squeeze_excite(xs: &Value, reduce: [&Value; 2], expand: [&Value; 2]) -> Value {
    let axes: Vec<i64> = (1..xs.rank() - 1).collect();
    let means = xs.mean(&axes, true);
    let hidden = dot(&means, reduce[0], Some(reduce[1])).relu();
    xs * dot(&hidden, expand[0], Some(expand[1])).sigmoid()
}
