//! The parser that pest makes of `neural.pest`.
#![allow(missing_docs)]

/// The parser; one function per rule.
#[derive(pest_derive::Parser)]
#[grammar = "syntax/neural.pest"]
pub struct Grammar;
