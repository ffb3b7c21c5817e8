//! A walk over the text that knows strings, comments and brackets but no grammar.

use super::MAX_NESTING;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// What the walk stops at. Everything else is skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// An identifier, a keyword, or a number.
    Word,
    /// A string with its quotes.
    String,
    /// A string whose closing quote is missing: up to the end of the line.
    UnclosedString,
    /// One of `{ } ( ) [ ]` or any other single character that is not blank.
    Character(u8),
}

/// The tokens of a text with their places.
pub(super) struct Tokens<'t> {
    bytes: &'t [u8],
    position: usize,
}

impl<'t> Tokens<'t> {
    /// A byte order mark in front is no token.
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            bytes: text.as_bytes(),
            position: if text.starts_with('\u{FEFF}') { 3 } else { 0 },
        }
    }

    /// The position of the first byte from here on that one of `stops`, or the end.
    fn until(&self, from: usize, stops: impl Fn(u8) -> bool) -> usize {
        self.bytes[from..]
            .iter()
            .position(|&byte| stops(byte))
            .map_or(self.bytes.len(), |length| from + length)
    }
}

impl Iterator for Tokens<'_> {
    type Item = (Token, Span);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = self.position;
            let &byte = self.bytes.get(start)?;
            let token = match byte {
                b' ' | b'\t' | b'\r' | b'\n' => {
                    self.position += 1;
                    continue;
                }
                b'#' => {
                    self.position = self.until(start, |byte| byte == b'\n');
                    continue;
                }
                b'"' | b'\'' => {
                    let end = self.until(start + 1, |other| other == byte || other == b'\n');
                    if self.bytes.get(end) == Some(&byte) {
                        self.position = end + 1;
                        Token::String
                    } else {
                        self.position = end;
                        Token::UnclosedString
                    }
                }
                _ if is_word(byte) => {
                    self.position = self.until(start, |byte| !is_word(byte));
                    Token::Word
                }
                _ => {
                    // A character of several bytes is one token, so that places stay whole.
                    self.position = self.until(start + 1, |byte| byte & 0xC0 != 0x80);
                    Token::Character(byte)
                }
            };
            return Some((token, Span::new(start, self.position)));
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Makes sure that no later step recurses deeper than the limit.
pub(super) fn check_nesting(text: &str) -> Result<(), Diagnostic> {
    // The braces of the network itself are not a block.
    let (mut braces, mut brackets) = (0usize, 0usize);
    for (token, span) in Tokens::new(text) {
        match token {
            Token::Character(b'{') => braces += 1,
            Token::Character(b'(' | b'[') => brackets += 1,
            Token::Character(b'}') => {
                braces = braces.saturating_sub(1);
                // A parenthesis that was never closed must not count against the rest of the file.
                brackets = 0;
            }
            Token::Character(b')' | b']') => brackets = brackets.saturating_sub(1),
            _ => continue,
        }
        let what = if braces > MAX_NESTING + 1 {
            "blocks"
        } else if brackets > MAX_NESTING {
            "parentheses"
        } else {
            continue;
        };
        let message = format!("{what} are nested more than {MAX_NESTING} deep");
        return Err(Diagnostic::error(message, span));
    }
    Ok(())
}
