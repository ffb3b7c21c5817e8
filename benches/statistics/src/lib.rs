//! Statistics.

mod allocation;
mod beta;
mod bootstrap;
mod control;
mod difference;
mod estimate;
mod holm;
mod interval;
mod moments;
mod proportion;
mod random;
mod randomisation;
pub mod student;
mod trend;
mod verdict;

pub use allocation::{next_round, relative_half_width};
pub use control::{Recovery, recovered, same};
pub use difference::difference;
pub use estimate::{Estimate, estimate, estimate_shifted};
pub use holm::holm;
pub use interval::{Interval, Margin};
pub use proportion::proportion;
pub use random::shuffle;
pub use trend::mann_kendall;
pub use verdict::{
    ALPHA, Judgement, MIN_PROCESSES, Verdict, fewest_processes, judge, no_overhead, verdicts,
};
