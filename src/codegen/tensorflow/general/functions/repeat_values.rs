/// Each value of `xs` `(batch, …, channels)` so many times along each axis.
fn repeat_values(xs: &Value, times: &[i64]) -> Value {
    let mut ys = xs.clone();
    for (axis, &times) in (1..).zip(times) {
        let mut shape = ys.shape.clone();
        let length = shape[axis];
        shape.insert(axis + 1, 1);
        let one = ys.reshape(&shape);
        let all = vec![&one; times as usize];
        let side_by_side = concat(&all, axis as i64 + 1);
        shape.remove(axis + 1);
        shape[axis] = length * times;
        ys = side_by_side.reshape(&shape);
    }
    ys
}
