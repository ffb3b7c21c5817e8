//! Compiler of the Neural language: from the text of a `.neural` file to the text of a Rust program
//! for PyTorch (`tch`) or TensorFlow (`tensorflow`).

pub mod codegen;
pub mod diagnostic;
pub mod network;
pub mod span;
pub mod syntax;

pub use codegen::{Target, generate};
pub use diagnostic::{Diagnostic, render};
pub use network::Network;
pub use syntax::parse;

/// What a file means: its networks, and what is probably not what was meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The networks in the order of the file.
    pub networks: Vec<Network>,
    /// Warnings in the order of their places.
    pub warnings: Vec<Diagnostic>,
}

/// Parses and checks a file.
///
/// # Errors
/// All errors of names, values and shapes and the first syntax error of each section, with the
/// warnings among them, in the order of their places.
pub fn check(text: &str) -> Result<Checked, Vec<Diagnostic>> {
    let (file, faults) = syntax::parse_recovering(text);
    let (networks, diagnostics) = network::lower(&file, faults);
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Err(diagnostics);
    }
    Ok(Checked {
        networks,
        warnings: diagnostics,
    })
}
