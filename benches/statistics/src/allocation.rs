//! Where the next processes of a run go.

use crate::estimate::Estimate;
use crate::interval::Margin;
use crate::student;

/// A unit whose 90 % interval is at most this much of the margin to each side needs no more processes while
/// others do.
const NARROW: f64 = 0.5;

/// The units that get one more process in the next round, by index, in rising order.
///
/// Of each unit only a half-width is asked for, that of [`relative_half_width`], the largest one if the unit
/// serves several cells; None where it is not known yet. Those that are not known or above one half get a
/// process; if there are none, all that have any width; if all are exact, all.
///
/// It never sees a mean: a rule that did could go on until a mean suits it. **Nor may the width be the
/// unit's own.** A unit that stops as soon as it looks quiet stops when its spread came out too small by
/// chance, and its intervals are then too narrow: in the simulation 5 % became 5.7 %, and 7 % became 9 % where
/// offsets are skewed. So each unit has a witness, another unit that shares no process with it and is
/// about as noisy: for a cell its control of the twin against itself, for that control the delayed one, for the
/// delayed one the cell. Where there is no witness, None for every unit gives all of them the same number.
pub fn next_round(relative_half_widths: &[Option<f64>]) -> Vec<usize> {
    let wider_than = |limit: f64| -> Vec<usize> {
        (0..)
            .zip(relative_half_widths)
            .filter(|(_, width)| width.is_none_or(|width| width > limit))
            .map(|(index, _)| index)
            .collect()
    };
    let wide = wider_than(NARROW);
    if !wide.is_empty() {
        return wide;
    }
    let not_exact = wider_than(0.0);
    if !not_exact.is_empty() {
        return not_exact;
    }
    (0..relative_half_widths.len()).collect()
}

/// For [`next_round`]: the half-width that the 90 % interval of a unit with so many `processes` would have if
/// they differed as much as its witness's do, over the half-width of the margin. None where there are
/// fewer than two processes: nothing is known yet.
///
/// Of the witness only the standard deviation is used.
pub fn relative_half_width(processes: usize, witness: &Estimate, margin: &Margin) -> Option<f64> {
    if processes < 2 {
        return None;
    }
    let n = processes as f64;
    let half_width = student::critical(0.1, n - 1.0) * witness.standard_deviation / n.sqrt();
    Some(half_width / margin.half_width())
}
