//! The parts of the program `neural-bench`.

pub mod compare;
pub mod settings;
