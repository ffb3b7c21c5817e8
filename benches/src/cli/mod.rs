//! The parts of the program `neural-bench`.

pub mod compare;
pub mod limits;
pub mod peers;
pub mod settings;
