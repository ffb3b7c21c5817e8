//! Verdicts, made from evidence alone: no clock, no library, nothing of the machine on which they are made.

mod assess;
mod change;
mod document;
mod figures;
pub mod html;
mod ledger;
mod markdown;
mod outputs;
mod samples;
mod words;

pub use assess::{assess, assess_within};
pub use change::{CHANGES_SCHEMA, Change, Changes, changes};
pub use document::{Answer, Cell, Extent, Group, Ledger, SCHEMA, Verdicts, Work};
pub use markdown::{report, summary};
pub use outputs::write;
pub use samples::relative_width;
pub use words::{percent, word};
