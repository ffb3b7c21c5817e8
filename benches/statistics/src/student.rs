//! Student's t distribution: the probability of its tails and the values that cut them off.
//!
//! Probabilities are right to about 1e-12 of themselves, far into the tails; `tests/student.rs` holds them to
//! that, for degrees of freedom that are not whole as well.

use crate::beta::{ln_gamma_half_step, regularised_beta};

/// The probability that |T| is `t` or more, with `df` degrees of freedom: a two-sided p-value.
///
/// It is I_x(df/2, 1/2) with x = df / (df + t²): Student (1908) in the form of NIST DLMF 8.17. Not a number
/// where `df` is not positive or `t` is not a number.
pub fn two_sided(t: f64, df: f64) -> f64 {
    if t.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    let square = t * t;
    if square.is_infinite() {
        return 0.0;
    }
    regularised_beta(df / (df + square), square / (df + square), df / 2.0, 0.5)
}

/// The t whose [`two_sided`] probability is `p`, with `df` degrees of freedom; 0 for a `p` of 1 or more,
/// infinite for 0. A 95 % interval needs that of 0.05, a 90 % interval that of 0.1.
///
/// Newton's method on ln p as a function of ln t, which is concave and falls, so that from the first
/// step on it comes from the right without stepping over the root.
pub fn critical(p: f64, df: f64) -> f64 {
    if p.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if p >= 1.0 {
        return 0.0;
    }
    if p <= 0.0 {
        return f64::INFINITY;
    }
    let goal = libm::log(p);
    let ln_scale = ln_density_at_zero(df);
    // The normal distribution's tails are below 2 exp(-t²/2), so this lies not far from its quantile.
    let mut t = (-2.0 * goal).sqrt();
    for _ in 0..100 {
        let tail = two_sided(t, df);
        let density = libm::exp(ln_scale - (df + 1.0) / 2.0 * libm::log1p(t * t / df));
        // d ln p / d ln t = -2 t f(t) / p(t).
        let step = (libm::log(tail) - goal) * tail / (2.0 * t * density);
        t *= libm::exp(step);
        // The error after a step is about the square of the step.
        if step.abs() < 1e-8 {
            break;
        }
    }
    t
}

/// ln of the density at zero: ln Γ((df + 1)/2) - ln Γ(df/2) - ln(π df)/2.
fn ln_density_at_zero(df: f64) -> f64 {
    let half = df / 2.0;
    let step = if half >= 20.0 {
        ln_gamma_half_step(half)
    } else {
        libm::lgamma(half + 0.5) - libm::lgamma(half)
    };
    step - 0.5 * libm::log(std::f64::consts::PI * df)
}
