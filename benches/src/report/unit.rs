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

/// A figure with its unit.
pub(super) fn figure(kind: Kind, value: f64) -> String {
    scaled(kind, value, 4)
}

/// A difference with its sign and its unit; that of two shares is in percentage points.
pub(super) fn difference(kind: Kind, value: f64) -> String {
    let text = match kind {
        Kind::Share => format!("{:.2} pp", value.abs() * 100.0),
        _ => scaled(kind, value.abs(), 3),
    };
    signed(value, text)
}

/// A difference in percent with its sign.
pub(super) fn percent(value: f64) -> String {
    let digits = if value.abs() < 10.0 { 2 } else { 1 };
    signed(value, format!("{:.digits$} %", value.abs()))
}

/// Both ends of a range, as short as it goes: `1.170–1.200 s`.
pub(super) fn range(kind: Kind, low: f64, high: f64) -> String {
    let (low, high) = (figure(kind, low), figure(kind, high));
    if low == high {
        return low;
    }
    match (low.rsplit_once(' '), high.rsplit_once(' ')) {
        // A minus before the dash would read badly.
        (Some((number, unit)), Some((_, other))) if unit == other && !low.starts_with('−') => {
            format!("{number}–{high}")
        }
        (None, None) if !low.starts_with('−') => format!("{low}–{high}"),
        _ => format!("{low} to {high}"),
    }
}

/// A count with its thousands set apart: `225,034`.
pub(super) fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn signed(value: f64, text: String) -> String {
    // What rounds to nothing has no sign.
    let nothing = !text.chars().any(|letter| ('1'..='9').contains(&letter));
    match value {
        _ if nothing => text,
        value if value < 0.0 => format!("−{text}"),
        _ => format!("+{text}"),
    }
}

fn scaled(kind: Kind, value: f64, digits: usize) -> String {
    let sign = if value < 0.0 { "−" } else { "" };
    let size = value.abs();
    let (factor, unit) = match kind {
        Kind::Seconds if size == 0.0 || size >= 1.0 => (1.0, " s"),
        Kind::Seconds if size >= 1e-3 => (1e3, " ms"),
        Kind::Seconds if size >= 1e-6 => (1e6, " µs"),
        Kind::Seconds => (1e9, " ns"),
        Kind::Bytes if size < 1024.0 => (1.0, " B"),
        Kind::Bytes if size < 1024.0 * 1024.0 => (1.0 / 1024.0, " KiB"),
        Kind::Bytes if size < 1024.0 * 1024.0 * 1024.0 => (1.0 / (1024.0 * 1024.0), " MiB"),
        Kind::Bytes => (1.0 / (1024.0 * 1024.0 * 1024.0), " GiB"),
        Kind::Number => (1.0, ""),
        Kind::Share => return format!("{sign}{:.2} %", size * 100.0),
    };
    let number = match (kind, unit) {
        (Kind::Bytes, " B") => count(size.round() as u64),
        _ => significant(size * factor, digits),
    };
    format!("{sign}{number}{unit}")
}

/// That many significant digits; more before the point stay as they are.
fn significant(value: f64, digits: usize) -> String {
    // Rounded first, for 999.96 has another number of digits before the point than 1,000.
    let rounded = format!("{value:.*e}", digits - 1);
    let value: f64 = match rounded.parse() {
        Ok(rounded) if value < 10f64.powi(digits as i32) => rounded,
        _ => value,
    };
    if value == 0.0 {
        return "0".to_owned();
    }
    let before = value.log10().floor() as i32 + 1;
    let after = (digits as i32 - before).clamp(0, 12) as usize;
    let text = format!("{value:.after$}");
    match text.split_once('.') {
        Some(_) => text,
        None => count(value.round() as u64),
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
        assert_eq!(range(Kind::Seconds, 0.99, 1.2), "990.0 ms to 1.200 s");
        assert_eq!(
            range(Kind::Bytes, -2048.0, 1024.0),
            "−2.000 KiB to 1.000 KiB"
        );
        assert_eq!(range(Kind::Number, 5000.0, 5100.0), "5,000–5,100");
        assert_eq!(range(Kind::Seconds, 1.0, 1.0), "1.000 s");
    }

    #[test]
    fn counts_have_their_thousands_apart() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(225_034), "225,034");
        assert_eq!(count(1_000_000), "1,000,000");
    }
}
