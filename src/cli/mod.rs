//! The parts of the program `neural`.

pub(crate) mod arguments;
mod machine;
pub(crate) mod output;
pub(crate) mod source;
