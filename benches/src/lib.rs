//! The suite.

pub mod backend;
pub mod dataset;
pub mod handwritten;
pub mod program;

/// What the suite returns: a value, or an error with its context.
pub type Result<T> = anyhow::Result<T>;
