//! Fresh processes that do the measuring.
//!
//! `neural-bench` links no native library. It starts one worker executable for each backend, tells
//! it in one argument what to do ([`Request`]), and reads what it says line by line ([`Event`]). A
//! worker that cannot start is an error with the loader's message, and the other backend still runs.

mod attendant;
mod client;
mod locate;
mod protocol;
mod server;
mod transcript;

pub use attendant::Attendant;
pub use client::{Program, Worker};
pub(crate) use locate::build_command;
pub use protocol::{Event, Reply, Request, Task};
pub use server::serve;
pub use transcript::Transcript;
