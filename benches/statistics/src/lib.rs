//! Verdicts on paired samples that a sceptic can check.
//!
//! The crate takes log ratios, grouped by the process that measured them, and says what follows. It knows nothing
//! of what was measured. Every figure is the same to the last bit on every machine: sums have a fixed
//! order, logarithms and the like come from `libm` (clippy refuses the standard library's here, whose results
//! differ by processor and system), and random numbers come from ChaCha8 by a seed.
//!
//! # Why the means of processes
//!
//! Samples of one process have its memory layout, its moment and its neighbours in common. A hundred more of them say
//! more about that process and nothing about the next one. The level that was drawn independently is
//! the process, so its mean is the datum ([`estimate`]), and the number of processes is the
//! number of data (Kalibera and Jones 2013). The data are logarithms of ratios, for then a slowdown and its reverse
//! are the same distance from zero, and a process that is slow as a whole does not count for more.
//!
//! # Why Student's t
//!
//! Ten processes are few, and Student's t (1908) is made for few. The hierarchical percentile bootstrap (Efron 1979, on both
//! levels) is said to assume less; with ten processes whose spread dominates, its 95 % interval misses the truth in 9 % of
//! cases. It can stand beside an estimate ([`Estimate::with_bootstrap`]) and decides nothing.
//!
//! What t does assume matters in the tails. Corrected for thirty cells a p-value has to be below 0.0017, and there t is
//! wrong for processes that fall into one of two layouts. So a difference has to pass Fisher's randomisation test
//! (1935) as well, which asks for symmetry only ([`Estimate::tested_p`]). **Neither helps where one side alone
//! is slow now and then**: what ten processes did not meet they do not know. `docs/statistics.md` says how wrong verdicts are then.
//!
//! # Why two one-sided tests
//!
//! "No significant difference" is what one gets by measuring badly. To say that two programs are equal takes a
//! margin, fixed before, and the proof that the ratio lies within it: both "it is at or below the lower end" and "it is at or above
//! the upper end" are rejected at 5 % (Schuirmann 1987; Lakens 2017). That is the case exactly when the 90 % interval lies
//! inside the margin ([`judge`]).
//!
//! # Many cells
//!
//! One test in twenty at 5 % is false by chance. Claims of a difference are corrected over all cells of a run by [`holm`]
//! (1979), which holds however cells depend on one another. The claim that *every* cell is fine needs no correction: it
//! is false if one cell's is, and that one cell is tested at 5 % ([`no_overhead`], an intersection-union test, Berger 1982).
//! Controls, whose answer is known, are corrected in the same way ([`same`], [`recovered`]); without it seven sound runs
//! of ten would be declared void.
//!
//! # Then and now
//!
//! Two runs need not have the same variance: [`difference`] is Welch's statistic (1947) with
//! the fewest degrees of freedom that it can have (Mickey and Brown 1966).
//!
//! # Before and between
//!
//! A warm-up ends when its times show no trend any more by the test of Mann (1945) and Kendall (1975):
//! [`mann_kendall`]. Further processes go where intervals are wide ([`next_round`]), by the spread of *another* unit: a
//! rule that looks at a unit's own spread stops when that came out too small.
//!
//! # As the work grows
//!
//! A [`Line`] through times is fitted by relative errors, for a point of microseconds and one of seconds are to
//! count alike; a [`Power`] is a line through logarithms. Both are fitted to each process by itself, so that the [`Mean`] over
//! processes has an interval that holds what differs from process to process.
//!
//! # Sources
//!
//! - R. L. Berger: Multiparameter hypothesis testing and acceptance sampling. Technometrics 24 (1982), 295-300.
//! - C. J. Clopper, E. S. Pearson: The use of confidence or fiducial limits illustrated in the case of the binomial.
//!   Biometrika 26 (1934), 404-413.
//! - B. Efron: Bootstrap methods: another look at the jackknife. Annals of Statistics 7 (1979), 1-26.
//! - R. A. Fisher: The Design of Experiments. Oliver and Boyd, 1935, section 21.
//! - S. Holm: A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6 (1979), 65-70.
//! - T. Kalibera, R. Jones: Rigorous benchmarking in reasonable time. ISMM 2013, 63-74.
//! - M. G. Kendall: Rank Correlation Methods. 4th edition, Griffin, 1975.
//! - D. Lakens: Equivalence tests. Social Psychological and Personality Science 8 (2017), 355-362.
//! - H. B. Mann: Nonparametric tests against trend. Econometrica 13 (1945), 245-259.
//! - M. R. Mickey, M. B. Brown: Bounds on the distribution functions of the Behrens-Fisher statistic. Annals of
//!   Mathematical Statistics 37 (1966), 639-642.
//! - NIST Digital Library of Mathematical Functions, 5.11 and 8.17.
//! - F. E. Satterthwaite: An approximate distribution of estimates of variance components. Biometrics Bulletin 2 (1946), 110-114.
//! - D. J. Schuirmann: A comparison of the two one-sided tests procedure and the power approach for assessing the
//!   equivalence of average bioavailability. Journal of Pharmacokinetics and Biopharmaceutics 15 (1987), 657-680.
//! - Student: The probable error of a mean. Biometrika 6 (1908), 1-25.
//! - B. L. Welch: The generalization of "Student's" problem when several different population variances are involved.
//!   Biometrika 34 (1947), 28-35.

mod allocation;
mod beta;
mod bootstrap;
mod control;
mod difference;
mod estimate;
mod fit;
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
pub use fit::{Line, Mean, Power};
pub use holm::holm;
pub use interval::{Interval, Margin};
pub use proportion::proportion;
pub use random::shuffle;
pub use trend::mann_kendall;
pub use verdict::{
    ALPHA, Judgement, MIN_PROCESSES, Verdict, fewest_processes, judge, no_overhead, verdicts,
};
