//! Where the next processes of a run go.

/// A unit whose 90 % interval is at most this much of the margin to each side needs no more processes while
/// others do.
const NARROW: f64 = 0.5;

/// The units that get one more process in the next round, by index, in rising order.
///
/// Of each unit only the half-width of the 90 % interval over that of the margin is asked for, the largest
/// one if the unit serves several cells; None where it is not known yet. Those that are not known or above
/// one half get a process; if there are none, all that have any width; if all are exact, all.
///
/// It never sees a mean: a rule that did could go on until a mean suits it.
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
