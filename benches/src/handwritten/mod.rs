//! The twins: the models of `dsl/` written by hand, as well as we know how, and where that is another
//! program, as each framework's own documentation would have it. They share nothing with the generated
//! programs but the data and the trait.

#[cfg(feature = "tensorflow")]
pub mod tensorflow;
#[cfg(feature = "torch")]
pub mod torch;
