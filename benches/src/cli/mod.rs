//! The parts of the program `neural-bench`.

pub mod compare;
pub mod growth;
pub mod peers;
pub mod settings;
