//! The suite: what it costs to write a network in the Neural language instead of by hand against
//! PyTorch (`tch`) or TensorFlow (`tensorflow`).
//!
//! People use it as `cargo bench` and as the program `neural-bench`; this library is for programs of
//! their own. [`Suite`] runs models on backends, each in fresh processes, and gives a [`Report`].
//! [`session::Session`] and [`subject::Subject`] do the same inside one's own process, where a
//! hand-written [`Program`] of one's own can take part.
//!
//! The way of a measurement, as the modules stand below: [`registry`] holds the models that the build
//! script made of `dsl/`; a [`session`] starts a [`backend`] and loads the [`dataset`]; a [`subject`]
//! is a model on it, whose two programs ([`program`]) [`sameness`] shows to be the same before
//! [`measure`] times them; a [`worker`] does so in a process of its own; what comes out is a
//! [`record`], and a [`report`] is made from records alone.
//!
//! Two medians are no verdict. [`compare`] has many fresh processes time both programs in alternation, in
//! a shuffled schedule with controls; what they and the record of the [`work`] of both sides say is
//! [`evidence`] on disk; and a [`verdict`] is made from that alone, by the statistics of
//! [`neural_statistics`].
//!
//! What the machine could do at best, and what of that a program reaches, say [`limits`].
//!
//! What people use instead is Python: [`peers`] has it train the same networks on the same libraries. The [`compiler`] is
//! measured alone, and beside the language's own package in Python. How costs grow with
//! batches, images, networks and files is a matter of [`growth`].

pub mod backend;
pub mod bench;
pub mod compare;
pub mod compile;
pub mod compiler;
pub mod dataset;
pub mod environment;
pub mod evidence;
pub mod growth;
pub mod limits;
pub mod measure;
pub mod peers;
pub mod plan;
pub mod program;
pub mod python;
pub mod quiet;
pub mod record;
pub mod registry;
pub mod report;
pub mod results;
pub mod sameness;
pub mod session;
pub mod subject;
pub mod suite;
pub mod verdict;
pub mod verify;
pub mod work;
pub mod worker;

pub use backend::Backend;
pub use plan::Profile;
pub use program::Program;
pub use registry::Model;
pub use report::Report;
pub use suite::Suite;

/// What the suite returns: a value, or an error with its context.
pub type Result<T, E = anyhow::Error> = std::result::Result<T, E>;

/// Bytes in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes every text");
        text
    })
}
