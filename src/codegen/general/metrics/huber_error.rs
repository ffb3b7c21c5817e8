fn huber_error(given: f64, wanted: f64) -> f64 {
    let error = (given - wanted).abs();
    if error <= 1.0 {
        0.5 * error * error
    } else {
        error - 0.5
    }
}
