//! How time and memory are measured. This part knows nothing of models or backends.

pub mod allocator;
mod order;
mod time;

pub use order::order;
pub use time::{samples, timed};
