/// Sines and cosines of the places of steps (Vaswani et al. 2017), added to `(batch, steps, depth)`.
fn add_positions(xs: &Value) -> Value {
    let (steps, depth) = (xs.size(1), xs.size(2));
    let mut values = Vec::new();
    for step in 0..steps {
        for channel in 0..depth {
            let exponent = (channel / 2 * 2) as f64 / depth as f64;
            let angle = step as f64 / 10000_f64.powf(exponent);
            values.push(if channel % 2 == 0 {
                angle.sin()
            } else {
                angle.cos()
            });
        }
    }
    xs + xs.graph.numbers(&values).reshape(&[steps, depth])
}
