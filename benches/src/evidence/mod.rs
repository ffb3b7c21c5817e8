//! The evidence of a comparison: one folder that holds every raw sample, the order in which they were
//! taken, what was run, where and with what. Verdicts are made from it alone, and made again by anybody
//! who has it, on any machine, to the last bit.
//!
//! ```text
//! manifest.json             what was fixed before the first process: seeds, margins, versions, hashes
//! sittings/1.json           where and when; a run that was stopped and went on has several
//! gate.json                 the proof that both sides are the same network, for each model and backend
//! work/MODEL.BACKEND.json   the operations that each side executes
//! ledger.json               what compiling costs
//! dsl/ programs/            the models' files and the programs that were generated from them
//! processes/00001.json      the raw samples of each process, in the order in which they ran
//! SHA256SUMS                the hash of each of these; its own hash names the evidence
//! report/                   verdicts.json, report.md, report.html, summary.md: made from the above
//! ```

mod archive;
mod bundle;
mod gate;
mod ledger;
mod manifest;
mod process;
mod seal;
mod unit;

pub(crate) use bundle::digest_of;
pub use bundle::{Bundle, Sitting};
pub use gate::{Check, Gate};
pub use ledger::{Ledger, LedgerEntry};
pub use manifest::{Library, Manifest, Margins, Revision, SCHEMA};
pub use process::{Measured, Outcome, Process};
pub use unit::{Contrast, Instrument, Quantity, Unit};
