//! `neural-bench growth`: how costs grow with the work.
//!
//! A sweep is one quantity at sizes of one kind: steps of more and more images, epochs over more and more of
//! them, wider and deeper networks, longer files for the compiler. A fresh process measures all sizes of one program in an
//! order of its own; round after round, until the time is up. A line is fitted to each process, and what is
//! said of it is the mean over processes; where a line does not fit, the exponent of a power may say how the cost grows.

mod compiler;
mod course;
mod curve;
mod evidence;
mod measure;
mod page;
mod plot;
mod report;
mod run;
mod sweep;

pub use compiler::{Compiled, compile, repeated};
pub use course::{Call, Course, Effort, Measured, Point};
pub use curve::{Curve, FITS, Fit, Form, Place, curves};
pub use evidence::{Compilation, Entrant, Evidence, Process, SCHEMA};
pub use measure::measure;
pub use page::page;
pub use plot::{Figure, figures, svg};
pub use report::markdown;
pub use run::Growth;
pub use sweep::{Grid, Sweep, networks};
