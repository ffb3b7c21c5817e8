/// The values of a tensor, row by row.
fn numbers(values: &Tensor) -> Vec<f64> {
    let flat = values.to_device(Device::Cpu).to_kind(Kind::Double);
    Vec::try_from(flat.flatten(0, -1).contiguous()).expect("doubles in memory")
}
