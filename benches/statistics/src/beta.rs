//! The incomplete beta function, on which Student's t and the binomial distribution rest.

/// The smallest magnitude that Lentz' method lets a denominator have.
const TINY: f64 = 1e-300;

/// ln B(a, b) for positive `a` and `b`.
fn ln_beta(a: f64, b: f64) -> f64 {
    if b == 0.5 && a >= 20.0 {
        return libm::lgamma(0.5) - ln_gamma_half_step(a);
    }
    libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)
}

/// ln Γ(a + 1/2) - ln Γ(a) for `a` of 20 and more, from the difference of two of the expansions in NIST
/// DLMF 5.11.8. The difference of two values of `lgamma` would lose digits as `a` grows; what is cut off
/// here is less than 4e-15.
pub(crate) fn ln_gamma_half_step(a: f64) -> f64 {
    let r = 1.0 / a;
    let s = r * r;
    let series = -1.0 / 8.0 + s * (1.0 / 192.0 + s * (-1.0 / 640.0 + s * (17.0 / 14336.0)));
    0.5 * libm::log(a) + r * series
}

/// The regularised incomplete beta function I_x(a, b) for positive `a` and `b`, where `x + y` is 1.
/// Both are asked for, because the smaller one cannot be had from the larger without loss.
pub(crate) fn regularised_beta(x: f64, y: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    // The fraction converges fast on this side of the mean; the other side is its mirror, DLMF 8.17.4.
    if x <= (a + 1.0) / (a + b + 2.0) {
        front(x, y, a, b) * fraction(x, a, b) / a
    } else {
        1.0 - front(x, y, a, b) * fraction(y, b, a) / b
    }
}

/// x^a y^b / B(a, b).
fn front(x: f64, y: f64, a: f64, b: f64) -> f64 {
    libm::exp(a * ln_of_part(x, y) + b * ln_of_part(y, x) - ln_beta(a, b))
}

/// ln `part` where `part + rest` is 1: from the smaller of the two, which holds more digits.
fn ln_of_part(part: f64, rest: f64) -> f64 {
    if rest < part {
        libm::log1p(-rest)
    } else {
        libm::log(part)
    }
}

/// The continued fraction of DLMF 8.17.22, by the method of Lentz as Thompson and Barnett (1986) have it.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    let guard = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    let mut m = 1.0;
    // It takes some multiple of the root of the larger parameter; the bound is for arguments that are no numbers.
    while m < 100_000.0 {
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        value *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        let step = c * d;
        value *= step;
        if (step - 1.0).abs() <= f64::EPSILON {
            break;
        }
        m += 1.0;
    }
    value
}
