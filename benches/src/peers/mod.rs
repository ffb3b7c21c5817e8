//! `neural-bench peers`: the generated programs beside what people use instead, on the very same libraries.
//!
//! A peer is a script of `benches/peers/` in Python: PyTorch as it comes, tuned, and compiled; Keras' `fit`, and
//! TensorFlow's own functions. It is shown to be the same network first: it gets the same weights and the same batches
//! without dropout, and ten losses have to agree. Then every contestant runs in fresh processes, all models
//! and all contestants of a round in one shuffled order, and the ratio of two contestants of one round is one datum.

mod contest;
mod contestant;
mod evidence;
mod page;
mod proof;
mod ratios;
mod report;
mod run;
mod scripts;
mod train;

pub use contest::{Contest, Effort, Figures, Milestone};
pub use contestant::Contestant;
pub use evidence::{Entrant, Evidence, Process, Proof, SCHEMA};
pub use page::page;
pub use proof::TOLERANCE;
pub use ratios::{Quantity, Ratio, ratios};
pub use report::markdown;
pub use run::Peers;
pub use train::train;
