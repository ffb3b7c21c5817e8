//! `neural-bench compiler`: what the compiler itself costs, and where its time goes.
//!
//! Every stage of every file is measured in one process, all of them in each round, so that a busy moment of the
//! machine falls on all alike: pest's parse of the text alone, what a tree costs above it, checking, generating, and the
//! whole. On request the Python package of the language compiles the same networks beside it, in fresh processes of both
//! sides in alternation.
//!
//! Needs no native library. What is allocated is counted by a test, `tests/allocations`: no timing runs under a counting
//! allocator.

mod beside;
mod evidence;
mod measure;
mod report;
mod source;
mod stage;

pub use beside::{
    Attempt, Beside, Effort, Figures, Made, Output, Ratio, Request, Side, alternate, answer, ratios,
};
pub use evidence::{Evidence, Failure, SCHEMA, Text, Timing};
pub use measure::measure;
pub use report::markdown;
pub use source::{FIXTURE, Source, sources};
pub use stage::Stage;
