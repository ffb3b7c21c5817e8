//! `neural-bench compare`: generated against hand-written programs, in pairs, with controls, until the time
//! is up.

mod gate;
mod handicap;
mod paired;
mod prelude;
mod process;
mod revision;
mod run;
mod runner;
mod rustc;
mod schedule;

pub use paired::{Draw, Pairing, in_one_process, time};
pub use revision::build;
pub use run::{BUDGET, Compare, Other, Progress, resume};
pub use runner::{Command, Runner};
pub use schedule::{Place, base_len, next, units};
