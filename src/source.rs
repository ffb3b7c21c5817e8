//! The text of a file before anything is known of it.

use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// What is refused before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest text, in bytes; without one every length will do.
    pub max_bytes: Option<usize>,
}

impl Limits {
    /// No limit.
    pub const NONE: Self = Self { max_bytes: None };

    /// Refuses a text that is too long.
    pub(crate) fn admit(self, text: &str) -> Result<(), Diagnostic> {
        match self.max_bytes {
            Some(most) if text.len() > most => {
                let message = format!(
                    "the file has {} bytes, and files of more than {most} are refused",
                    text.len()
                );
                Err(Diagnostic::error(message, Span::new(0, 0))
                    .with_hint("`--large` reads it all the same"))
            }
            _ => Ok(()),
        }
    }
}

impl Default for Limits {
    /// One megabyte.
    fn default() -> Self {
        Self {
            max_bytes: Some(1_000_000),
        }
    }
}

/// Bytes that are not UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotText {
    /// The text with a replacement character for what is not text, to render the diagnostic with.
    pub text: String,
    start: usize,
    byte: u8,
}

impl NotText {
    /// What is wrong and where.
    pub fn diagnostic(&self) -> Diagnostic {
        let end = self.start + char::REPLACEMENT_CHARACTER.len_utf8();
        let message = format!("this is not UTF-8: the byte 0x{:02X}", self.byte);
        Diagnostic::error(message, Span::new(self.start, end)).with_hint("save the file as UTF-8")
    }
}

/// The text that bytes hold.
///
/// # Errors
/// Where the bytes are not UTF-8: the place of the first that is not.
pub fn decode(bytes: Vec<u8>) -> Result<String, NotText> {
    String::from_utf8(bytes).map_err(|error| {
        let start = error.utf8_error().valid_up_to();
        NotText {
            text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
            start,
            byte: error.as_bytes()[start],
        }
    })
}
