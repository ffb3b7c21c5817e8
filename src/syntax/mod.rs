//! From text to a [tree](File).
//!
//! [`parse`] runs a scan that finds brackets nested too deep, then the grammar in `neural.pest`,
//! then builds the tree. pest stops at the first error; where it does, the text is cut into its
//! sections and each of them is parsed alone, so that every section reports its first error and the
//! sound ones still make a tree.

mod build;
mod error;
mod grammar;
mod recover;
mod scan;
mod tree;

use pest::Parser;

pub(crate) use build::BLOCK_OF_VALUE;
pub use tree::{
    Argument, Branch, Call, Define, File, Item, Layer, LayerEntry, Layers, Name, Network, Research,
    Section, Setting, Value, ValueKind,
};
pub(crate) use tree::{CHOICES, SPACE};

use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::span::Span;
use build::Builder;
use grammar::{Grammar, Rule};

/// How deep blocks may nest, and how deep parentheses and brackets may.
pub const MAX_NESTING: usize = 64;

/// The tree of a text.
///
/// # Errors
/// The first syntax error of each section, numbers that do not fit 64 bits, brackets that are
/// nested more than [`MAX_NESTING`] deep, and a text longer than [`Span::LARGEST`].
pub fn parse(text: &str) -> Result<File<'_>, Vec<Diagnostic>> {
    let (file, diagnostics) = parse_recovering(text);
    if diagnostics.is_empty() {
        Ok(file)
    } else {
        Err(Report::of(diagnostics).finish())
    }
}

/// Whether the grammar takes a text: pest's parse alone, without the scan before it and without a tree.
///
/// What [`parse`] costs is measured against it, and nothing else is meant to call it: it recurses as deep as
/// the text nests.
#[doc(hidden)]
pub fn recognize(text: &str) -> bool {
    Grammar::parse(Rule::file, text).is_ok()
}

/// The tree of what is sound in a text, and what is wrong with the rest.
pub(crate) fn parse_recovering(text: &str) -> (File<'_>, Vec<Diagnostic>) {
    if let Err(refused) = check_length(text).and_then(|()| scan::check_nesting(text)) {
        return (File::default(), vec![refused]);
    }
    match Grammar::parse(Rule::file, text) {
        Ok(mut pairs) => {
            let mut builder = Builder::new(0);
            let file = builder.file(pairs.next().expect("a file is one pair"));
            (file, builder.diagnostics)
        }
        Err(_) => recover::parse_parts(text),
    }
}

/// Whether every place of a text has a [`Span`].
fn check_length(text: &str) -> Result<(), Diagnostic> {
    let most = Span::LARGEST;
    if text.len() <= most {
        return Ok(());
    }
    let message = format!(
        "the text has {} bytes, and no more than {most} are read",
        text.len()
    );
    Err(Diagnostic::error(message, Span::new(0, 0)))
}

/// The value that is written inside a string whose first byte is at `offset` of the whole text.
pub(crate) fn parse_value(text: &str, offset: usize) -> Result<Value<'_>, Vec<Diagnostic>> {
    let mut builder = Builder::new(offset);
    let pair = error::parse_part(Rule::lone_value, text, offset).map_err(|fault| vec![fault])?;
    let value = builder.value(pair.into_inner().next().expect("a value is one pair"));
    if builder.diagnostics.is_empty() {
        Ok(value)
    } else {
        Err(builder.diagnostics)
    }
}
