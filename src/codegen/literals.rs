//! Values as Rust or people write them.

use std::fmt::Write;

use super::names::printable;

/// A floating-point literal: `0.001`, `1e-7`, `5.0`.
pub(crate) fn float(value: f64) -> String {
    format!("{value:?}")
}

/// A string literal, quoted and escaped.
pub(crate) fn string(value: &str) -> String {
    format!("{value:?}")
}

/// A list in brackets: `[3, 5]`.
pub(crate) fn array<T: std::fmt::Display>(items: &[T]) -> String {
    let mut text = String::with_capacity(2 + 6 * items.len());
    text.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        let _ = write!(text, "{item}");
    }
    text.push(']');
    text
}

/// A number for people: `225,034`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A name from the user's file for a comment: in backticks, of characters that are harmless there.
pub(crate) fn quoted(name: &str) -> String {
    format!("`{}`", printable(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_floats() {
        assert_eq!(float(1e-7), "1e-7");
        assert_eq!(float(0.001), "0.001");
        assert_eq!(float(5.0), "5.0");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(101_770), "101,770");
    }
}
