//! What compiling costs, as it is kept.

use serde::{Deserialize, Serialize};

use crate::backend::Backend;
use crate::record::{Compile, Samples};

/// What compiling costs, for each model and backend.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// One entry for each model and backend.
    pub entries: Vec<LedgerEntry>,
}

/// What it costs to get from a file to a program that can be run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerEntry {
    /// The model's name.
    pub model: String,
    /// The backend.
    pub backend: Backend,
    /// From the file's text to the program's text.
    pub compile: Compile,
    /// From the program's text to machine code: `rustc` on the generated file alone, optimised, seconds.
    /// Empty where there is no `rustc`.
    pub rustc: Samples,
    /// Why `rustc` was not measured, where it was not.
    pub rustc_note: Option<String>,
}

impl Ledger {
    /// The entry of a model and a backend.
    pub fn entry(&self, model: &str, backend: Backend) -> Option<&LedgerEntry> {
        let mut entries = self.entries.iter();
        entries.find(|entry| entry.model == model && entry.backend == backend)
    }
}
