//! The cases of `fixtures/keras`: a program is generated from the network of each, and what it computes
//! is held against what Keras computes.
//!
//! A target's package writes the programs in its build script ([`programs::write`]), implements
//! [`Program`] for them, and hands them to [`proof::prove`] in its test. Two lists of its own say what
//! does not match: `refused.txt`, the cases for which no program is generated, and `known.txt`, those
//! whose program computes something else, each with the reason. The test fails where either list is not
//! what happens.

pub mod case;
pub mod compare;
pub mod ledger;
pub mod program;
pub mod programs;
pub mod proof;

pub use case::Case;
pub use program::{Gradients, Program};
