//! Compiler of the Neural language: from the text of a `.neural` file to the text of a Rust program
//! for PyTorch (`tch`) or TensorFlow (`tensorflow`).
//!
//! # The pipeline
//!
//! A file goes through four steps, and each hands the next a value that can be looked at.
//!
//! **Text to tree.** [`parse`] gives a [`syntax::File`]: what the file says, word for word, with the
//! place of every word. The grammar is permissive. It knows what a layer looks like and not which
//! layers there are, for a grammar that knew would stop at the first unknown name, and whoever wrote
//! five of them would have to come back five times. The tree borrows from the text.
//!
//! **Tree to network.** [`check`] gives a [`Network`] for every `network` of the file: what it means.
//! Here names are looked up, values and their ranges are checked, every default is filled in, macros
//! and repetitions are written out, layers are named as Keras names them, and shapes are followed from
//! the input to the end. Nothing here stops at the first error either: a layer that is wrong leaves
//! the shapes behind it unknown, and the arguments behind it are checked all the same.
//!
//! A network that comes out of this step can be built. That is the promise on which the later steps
//! rest: they look nothing up, check nothing, and have no defaults of their own. What a target cannot
//! generate yet is an error of the last step, at its place; nothing that somebody wrote is left out
//! silently.
//!
//! [`inspect`] goes half this way: names, values and macros, and no shapes. A file may leave values open,
//! with `HPO(…)` or a bare word; [`check_at`] takes a point of that space.
//!
//! The meaning of a layer is the one that Keras 3 documents for the layer of the same name, on every
//! target, down to initialisers and epsilons. Shapes have no batch dimension and are channels last.
//!
//! **Network to network.** A network is plain data and can be rewritten before it is generated:
//! [`Network::without_dropout`] and [`Network::with_optimizer`] are two that its tests need.
//!
//! **Network to program.** [`generate`] gives the text of a Rust module that holds the whole of the
//! network for one [`Target`]; [`generate_with`] takes [`codegen::Options`], such as the floating-point
//! type that all of it computes in. Targets know nothing of one another. Text that a user wrote reaches a
//! program only as an identifier that was checked or as a literal that was escaped.
//!
//! Whatever is to be said about a file on the way is a [`Diagnostic`]; [`render`] makes text of it.
//!
//! # Example
//!
//! ```
//! let text = r#"
//! network Digits {
//!   input: (28, 28, 1)
//!   layers:
//!     Flatten
//!     Dense(128, activation=relu)
//!     Output(10)
//!   loss: sparse_categorical_crossentropy
//!   optimizer: Adam(learning_rate=0.001)
//! }"#;
//! let checked = neural_dsl::check(text).expect("a sound file");
//! let network = &checked.networks[0];
//! assert_eq!(network.parameter_count(), 101_770);
//!
//! let faults = neural_dsl::check(&text.replace("Dense", "Dnse")).unwrap_err();
//! let rendered = neural_dsl::render("digits.neural", text, &faults);
//! assert!(rendered.contains("did you mean `Dense`?"));
//! ```
//!
//! # Limits
//!
//! Any text gets an answer: texts of more than 1 MB are refused unless [`Limits`] say otherwise,
//! blocks and parentheses nest at most [`syntax::MAX_NESTING`] deep, and a file expands to at most
//! [`network::MAX_LAYERS`] layers.

pub mod codegen;
pub mod diagnostic;
pub mod network;
pub mod span;
pub mod syntax;
pub mod view;

mod format;
mod names;
mod report;
mod source;

pub use codegen::{Target, generate, generate_with};
pub use diagnostic::{Diagnostic, render};
pub use format::format;
pub use network::Network;
pub use source::{Limits, NotText, decode};

/// What a file means: its networks, and what is probably not what was meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The networks in the order of the file.
    pub networks: Vec<Network>,
    /// Warnings in the order of their places.
    pub warnings: Vec<Diagnostic>,
}

/// The tree of a file.
///
/// # Errors
/// The first syntax error of each section, numbers that do not fit 64 bits, and what is beyond the
/// default [`Limits`].
pub fn parse(text: &str) -> Result<syntax::File<'_>, Vec<Diagnostic>> {
    parse_with(text, Limits::default())
}

/// As [`parse`], under other limits.
///
/// # Errors
/// As [`parse`].
pub fn parse_with(text: &str, limits: Limits) -> Result<syntax::File<'_>, Vec<Diagnostic>> {
    limits.admit(text).map_err(|fault| vec![fault])?;
    syntax::parse(text)
}

/// Parses a file and looks its names and values up, without expanding it or following shapes: a file
/// may pass this and not [`check`]. Gives the tree and the warnings.
///
/// # Errors
/// As [`parse`], and all errors of names, values, their ranges and macros.
pub fn inspect(
    text: &str,
    limits: Limits,
) -> Result<(syntax::File<'_>, Vec<Diagnostic>), Vec<Diagnostic>> {
    limits.admit(text).map_err(|fault| vec![fault])?;
    let (file, faults) = syntax::parse_recovering(text);
    let warnings = checked(network::lower(&file, faults, network::Depth::Parse, &[]))?.warnings;
    Ok((file, warnings))
}

/// Parses and checks a file.
///
/// # Errors
/// All errors of names, values and shapes and the first syntax error of each section, with the
/// warnings among them, in the order of their places; what is beyond the default [`Limits`].
pub fn check(text: &str) -> Result<Checked, Vec<Diagnostic>> {
    check_with(text, Limits::default())
}

/// As [`check`], under other limits.
///
/// # Errors
/// As [`check`].
pub fn check_with(text: &str, limits: Limits) -> Result<Checked, Vec<Diagnostic>> {
    check_at(text, limits, &[])
}

/// As [`check_with`], at a point of the file's search space: names with the text of their values, for
/// `HPO(…)` under an argument or setting of that name and for bare words. What is not set is the
/// first choice or the low end.
///
/// # Errors
/// As [`check`], and names that nothing in the file takes.
pub fn check_at(
    text: &str,
    limits: Limits,
    set: &[(String, String)],
) -> Result<Checked, Vec<Diagnostic>> {
    limits.admit(text).map_err(|fault| vec![fault])?;
    let (file, faults) = syntax::parse_recovering(text);
    checked(network::lower(&file, faults, network::Depth::Check, set))
}

/// The networks of a tree: the second half of [`check`].
///
/// # Errors
/// All errors of names, values and shapes, with the warnings among them, in the order of their
/// places.
pub fn lower(file: &syntax::File<'_>) -> Result<Checked, Vec<Diagnostic>> {
    checked(network::lower(file, Vec::new(), network::Depth::Check, &[]))
}

fn checked(lowered: (Vec<Network>, Vec<Diagnostic>)) -> Result<Checked, Vec<Diagnostic>> {
    let (networks, diagnostics) = lowered;
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Err(diagnostics);
    }
    Ok(Checked {
        networks,
        warnings: diagnostics,
    })
}
