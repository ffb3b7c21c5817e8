//! Places in a source text.

use serde::Serialize;

/// A range of bytes of a source text, end excluded.
///
/// The tree is full of them, and the smaller it is, the more of it a cache holds: an offset has 32 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// Offsets up to this one are told apart; the parser takes no longer text.
    pub const LARGEST: usize = u32::MAX as usize;

    /// The range from `start` to `end`, end excluded; beyond [`Span::LARGEST`] it ends there.
    pub fn new(start: usize, end: usize) -> Self {
        let offset = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: offset(start),
            end: offset(end),
        }
    }

    /// Offset of the first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Offset after the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The smallest range that holds both.
    pub fn to(self, other: Span) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}
