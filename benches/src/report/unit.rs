//! Figures as people read them.

/// What a figure is, which decides how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Seconds,
    Bytes,
    /// A plain number: a rate, a count, a loss.
    Number,
    /// 0 to 1, written in percent.
    Share,
}

/// A time in seconds as people write it.
pub(crate) fn seconds(value: f64) -> String {
    figure(Kind::Seconds, value)
}

/// A number of bytes as people write it.
pub(crate) fn bytes(value: f64) -> String {
    figure(Kind::Bytes, value)
}

/// A figure with its unit.
pub(super) fn figure(kind: Kind, value: f64) -> String {
    let scale = Scale::new(kind, value, 4);
    scale.unit(scale.number(value))
}

/// A difference with its sign and its unit; that of two shares is in percentage points.
pub(super) fn difference(kind: Kind, value: f64) -> String {
    let scale = Scale::new(kind, value, 3).of_differences();
    scale.unit(scale.signed(value))
}

/// A difference with the ends that it may lie between: `+4.20 µs (−1.10 to +9.80 µs)`.
pub(super) fn difference_between(kind: Kind, value: f64, low: f64, high: f64) -> String {
    let largest = value.abs().max(low.abs()).max(high.abs());
    let scale = Scale::new(kind, largest, 3).of_differences();
    let [value, low, high] = [value, low, high].map(|value| scale.signed(value));
    match low == high {
        true => scale.unit(value),
        false => format!(
            "{} ({low} to {})",
            scale.unit(value),
            scale.unit(high.clone())
        ),
    }
}

/// A difference in percent with its sign.
pub(super) fn percent(value: f64) -> String {
    let decimals = if value.abs() < 10.0 { 2 } else { 1 };
    let scale = Scale {
        factor: 1.0,
        unit: " %",
        decimals,
    };
    scale.unit(scale.signed(value))
}

/// Both ends of a range: `1.170–1.200 s`; one of them where they read the same.
pub(super) fn range(kind: Kind, low: f64, high: f64) -> String {
    let scale = Scale::new(kind, low.abs().max(high.abs()), 4);
    let (from, to) = (scale.number(low), scale.number(high));
    match from == to {
        true => scale.unit(to),
        // A minus would look like part of the dash.
        false if low < 0.0 || high < 0.0 => scale.unit(format!("{from} to {to}")),
        false => scale.unit(format!("{from}–{to}")),
    }
}

/// A count with its thousands set apart: `225,034`.
pub(crate) fn count(value: u64) -> String {
    apart(&value.to_string())
}

fn apart(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How figures of about one size are written.
struct Scale {
    factor: f64,
    unit: &'static str,
    decimals: usize,
}

impl Scale {
    /// The unit that suits a figure, and so many decimals that it has `digits` significant digits.
    fn new(kind: Kind, value: f64, digits: i32) -> Self {
        const KIB: f64 = 1024.0;
        let size = value.abs();
        let (factor, unit) = match kind {
            Kind::Seconds if size == 0.0 || size >= 1.0 => (1.0, " s"),
            Kind::Seconds if size >= 1e-3 => (1e3, " ms"),
            Kind::Seconds if size >= 1e-6 => (1e6, " µs"),
            Kind::Seconds => (1e9, " ns"),
            Kind::Bytes if size < KIB => (1.0, " B"),
            Kind::Bytes if size < KIB * KIB => (1.0 / KIB, " KiB"),
            Kind::Bytes if size < KIB * KIB * KIB => (1.0 / (KIB * KIB), " MiB"),
            Kind::Bytes => (1.0 / (KIB * KIB * KIB), " GiB"),
            Kind::Number => (1.0, ""),
            Kind::Share => (100.0, " %"),
        };
        // Rounded first, for 999.96 has fewer digits before the point than what it rounds to.
        let rounded = format!("{:.*e}", digits as usize - 1, size * factor);
        let exponent = rounded.split_once('e').and_then(|(_, it)| it.parse().ok());
        let decimals = match (kind, unit) {
            (Kind::Share, _) => 2,
            (_, " B") => 0,
            _ if size == 0.0 => 0,
            _ => (digits - 1 - exponent.unwrap_or(0)).clamp(0, 12) as usize,
        };
        Self {
            factor,
            unit,
            decimals,
        }
    }

    /// A difference of two shares is in percentage points.
    fn of_differences(self) -> Self {
        let unit = if self.unit == " %" { " pp" } else { self.unit };
        Self { unit, ..self }
    }

    fn number(&self, value: f64) -> String {
        let sign = if value < 0.0 { "−" } else { "" };
        format!("{sign}{}", self.absolute(value))
    }

    /// With its sign, but for what rounds to nothing.
    fn signed(&self, value: f64) -> String {
        let text = self.absolute(value);
        match text.chars().any(|letter| ('1'..='9').contains(&letter)) {
            false => text,
            true if value < 0.0 => format!("−{text}"),
            true => format!("+{text}"),
        }
    }

    fn absolute(&self, value: f64) -> String {
        let text = format!("{:.*}", self.decimals, value.abs() * self.factor);
        match text.split_once('.') {
            Some((whole, decimals)) => format!("{}.{decimals}", apart(whole)),
            None => apart(&text),
        }
    }

    fn unit(&self, text: String) -> String {
        text + self.unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_take_the_unit_that_suits_them() {
        for (kind, value, text) in [
            (Kind::Seconds, 0.0, "0 s"),
            (Kind::Seconds, 4.2e-8, "42.00 ns"),
            (Kind::Seconds, 5.1234e-5, "51.23 µs"),
            (Kind::Seconds, 0.0123456, "12.35 ms"),
            (Kind::Seconds, 1.17849, "1.178 s"),
            (Kind::Seconds, 0.99996, "1,000 ms"),
            (Kind::Seconds, 312.25, "312.2 s"),
            (Kind::Seconds, 12345.6, "12,346 s"),
            (Kind::Bytes, 1000.0, "1,000 B"),
            (Kind::Bytes, 1536.0, "1.500 KiB"),
            (Kind::Bytes, 100_663_296.0, "96.00 MiB"),
            (Kind::Bytes, -2_097_152.0, "−2.000 MiB"),
            (Kind::Number, 5097.3, "5,097"),
            (Kind::Number, 0.071234, "0.07123"),
            (Kind::Share, 0.98765, "98.77 %"),
        ] {
            assert_eq!(figure(kind, value), text);
        }
    }

    #[test]
    fn differences_have_a_sign_unless_they_round_to_nothing() {
        assert_eq!(difference(Kind::Seconds, 0.00215), "+2.15 ms");
        assert_eq!(difference(Kind::Bytes, -4096.0), "−4.00 KiB");
        assert_eq!(difference(Kind::Share, 0.0012), "+0.12 pp");
        assert_eq!(difference(Kind::Share, -0.000001), "0.00 pp");
        assert_eq!(percent(-1.234), "−1.23 %");
        assert_eq!(percent(123.45), "+123.5 %");
        assert_eq!(percent(0.0), "0.00 %");
    }

    #[test]
    fn ranges_name_their_unit_once() {
        assert_eq!(range(Kind::Seconds, 1.17, 1.2), "1.170–1.200 s");
        assert_eq!(range(Kind::Seconds, 0.99, 1.2), "0.990–1.200 s");
        assert_eq!(range(Kind::Bytes, -2048.0, 1024.0), "−2.000 to 1.000 KiB");
        assert_eq!(range(Kind::Number, 5000.0, 5100.0), "5,000–5,100");
        assert_eq!(range(Kind::Seconds, 1.0, 1.0), "1.000 s");
    }

    #[test]
    fn a_difference_and_its_ends_share_a_unit() {
        let between = |kind, value, low, high| difference_between(kind, value, low, high);
        assert_eq!(
            between(Kind::Seconds, 43e-6, -130e-6, 0.0021),
            "+0.04 ms (−0.13 to +2.10 ms)"
        );
        assert_eq!(between(Kind::Bytes, 0.0, -64.0, 64.0), "0 B (−64 to +64 B)");
        assert_eq!(between(Kind::Bytes, 1e3, 1e3, 1e3), "+1,000 B");
    }

    #[test]
    fn counts_have_their_thousands_apart() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(225_034), "225,034");
        assert_eq!(count(1_000_000), "1,000,000");
    }
}
