//! The parts of the program `neural-bench`.

pub mod compare;
pub mod compiler;
pub mod growth;
pub mod limits;
pub mod peers;
pub mod progress;
pub mod settings;
