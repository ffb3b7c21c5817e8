/// A kernel with zeros between its taps.
fn dilated(kernel: &Value, dilation: &[i64]) -> Value {
    let mut kernel = kernel.clone();
    for (axis, &dilation) in dilation.iter().enumerate() {
        let taps = kernel.shape[axis];
        if dilation == 1 || taps == 1 {
            continue;
        }
        let mut shape = kernel.shape.clone();
        shape.insert(axis + 1, 1);
        let mut around = vec![[0, 0]; shape.len()];
        around[axis + 1] = [0, dilation - 1];
        let spread = kernel.reshape(&shape).pad(&around);
        shape.remove(axis + 1);
        shape[axis] = taps * dilation;
        kernel = spread
            .reshape(&shape)
            .narrow(axis as i64, 0, (taps - 1) * dilation + 1);
    }
    kernel
}
