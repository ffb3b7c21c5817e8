//! Compiler of the Neural language: from the text of a `.neural` file to the text of a Rust program
//! for PyTorch (`tch`) or TensorFlow (`tensorflow`).

pub mod codegen;
pub mod diagnostic;
pub mod network;
pub mod span;
pub mod syntax;
