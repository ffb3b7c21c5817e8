/// The values divided by the root of their mean square over axes (Zhang and Sennrich 2019).
fn normalize_rms(xs: &Value, scale: &Value, axes: &[i64], epsilon: f64) -> Value {
    let mut shape = vec![1; xs.shape.len()];
    axes.iter()
        .for_each(|&axis| shape[axis as usize] = xs.size(axis));
    let squares = xs.square().mean(axes, true);
    xs * (squares + epsilon).rsqrt() * scale.reshape(&shape)
}
