//! Errors and warnings with the places that they speak of.

use crate::span::Span;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file means nothing that can be built.
    Error,
    /// The file is accepted; something in it is probably not what was meant.
    Warning,
}

/// One thing that is to be said about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, in the language's own words.
    pub message: String,
    /// The place, and what stands beside the mark.
    pub primary: Label,
    /// Other places that belong to it: the first of two, the use of a macro.
    pub secondary: Vec<Label>,
    /// What to do about it.
    pub hints: Vec<String>,
}

/// A marked place with a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The words beside the mark; may be empty.
    pub message: String,
}
