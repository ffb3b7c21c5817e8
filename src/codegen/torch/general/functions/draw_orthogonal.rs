/// An orthogonal matrix of the last axis by all others (Saxe et al. 2014), times `gain`.
fn draw_orthogonal(shape: &[i64], gain: f64) -> Tensor {
    let columns = shape[shape.len() - 1];
    let rows = shape[..shape.len() - 1].iter().product::<i64>();
    let size = [rows.max(columns), rows.min(columns)];
    let drawn = Tensor::randn(size, (Kind::Double, Device::Cpu));
    let (q, r) = Tensor::linalg_qr(&drawn, "reduced");
    let q = q * r.diagonal(0, 0, 1).sign();
    let q = if rows < columns { q.tr() } else { q };
    (q.reshape(shape) * gain).to_kind(KIND)
}
