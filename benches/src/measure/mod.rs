//! How time and memory are measured. This part knows nothing of models or backends.

pub mod allocator;
mod order;
mod pairs;
mod time;

pub use order::order;
pub use pairs::{Effort, Half, Pair, Series, pairs};
pub use time::{ratios, samples, timed};
