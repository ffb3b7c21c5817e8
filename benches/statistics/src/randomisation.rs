//! Fisher's randomisation test, which does not ask for a normal distribution.

/// The test is made for at most so many values; beyond that Student's t does by itself.
const MOST_VALUES: usize = 20;

/// Sums this close to the observed one, as a part of it, count as equal to it: they differ by rounding.
const ROUNDING: f64 = 1e-9;

/// The two-sided p-value for the hypothesis that the values lie symmetrically about zero (Fisher 1935): the
/// share of all ways to turn their signs round in which the sum is as far from zero as it is. Never below
/// 2^(1 - n) for n values. None for more than twenty of them.
///
/// A million ways are not gone through one by one: each sum is one of the first half of the values and one
/// of the second, and with both sorted the pairs that are large enough are counted in one pass (Horowitz and
/// Sahni 1974).
pub(crate) fn randomisation_p(values: &[f64]) -> Option<f64> {
    if values.len() > MOST_VALUES {
        return None;
    }
    let observed = values.iter().sum::<f64>().abs() * (1.0 - ROUNDING);
    if observed == 0.0 {
        return Some(1.0);
    }
    let (first, second) = values.split_at(values.len() / 2);
    let (first, second) = (signed_sums(first), signed_sums(second));
    let mut above = 0;
    // As the first part grows, smaller ones of the second are enough.
    let mut start = second.len();
    for sum in first {
        while start > 0 && sum + second[start - 1] >= observed {
            start -= 1;
        }
        above += second.len() - start;
    }
    // For each way there is the one with all signs turned.
    Some(2.0 * above as f64 / libm::scalbn(1.0, values.len() as i32))
}

/// The sums of the values with all their signs, in rising order.
fn signed_sums(values: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0];
    for value in values {
        let lower = sums.iter().map(|sum| sum - value.abs());
        let upper = sums.iter().map(|sum| sum + value.abs());
        sums = lower.chain(upper).collect();
        // Two runs that are in order already: they are merged.
        sums.sort_by(f64::total_cmp);
    }
    sums
}
