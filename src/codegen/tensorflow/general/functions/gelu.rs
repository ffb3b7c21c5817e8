/// `x Φ(x)` (Hendrycks and Gimpel 2016), exactly.
fn gelu(xs: &Value) -> Value {
    xs * ((xs * std::f64::consts::FRAC_1_SQRT_2).erf() + 1.0) * 0.5
}
