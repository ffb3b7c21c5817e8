//! The test that ends a warm-up.

use std::cmp::Ordering;

/// The two-sided p-value of the Mann-Kendall test for a trend in samples that were taken one after the
/// other (Mann 1945; Kendall 1975). A warm-up is over when it is 0.05 or more.
///
/// S counts the pairs that rise less those that fall. Up to ten samples without ties its
/// distribution is exact, from the number of orders that have each count of inversions; else it is the
/// normal approximation with the corrections for ties and for continuity. **Fewer than five samples
/// can never reject at 5 %**: of the 24 orders of four, the two extreme ones make 8 %. Not a number where a sample is not.
pub fn mann_kendall(samples: &[f64]) -> f64 {
    if samples.iter().any(|sample| sample.is_nan()) {
        return f64::NAN;
    }
    let score = score(samples).unsigned_abs();
    let ties = ties(samples);
    if samples.len() <= 10 && ties.is_empty() {
        exact(samples.len(), score)
    } else {
        approximate(samples.len() as f64, score as f64, &ties)
    }
}

/// Pairs that rise less pairs that fall.
fn score(samples: &[f64]) -> i64 {
    let mut score = 0;
    for (index, later) in samples.iter().enumerate() {
        for earlier in &samples[..index] {
            score += match later.partial_cmp(earlier) {
                Some(Ordering::Greater) => 1,
                Some(Ordering::Less) => -1,
                _ => 0,
            };
        }
    }
    score
}

/// How many samples share a value, for each value that occurs more than once.
fn ties(samples: &[f64]) -> Vec<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
        .chunk_by(|a, b| a == b)
        .filter(|equal| equal.len() > 1)
        .map(|equal| equal.len() as f64)
        .collect()
}

/// The share of all orders of `count` different values whose |S| is `score` or more.
fn exact(count: usize, score: u64) -> f64 {
    // How many orders have how many inversions: adding a largest value brings 0 to `size` - 1 new ones.
    let mut orders = vec![1u64];
    for size in 2..=count {
        let mut longer = vec![0; orders.len() + size - 1];
        for (inversions, orders) in orders.iter().enumerate() {
            for place in &mut longer[inversions..inversions + size] {
                *place += orders;
            }
        }
        orders = longer;
    }
    let pairs = orders.len() as u64 - 1;
    let extreme: u64 = (0..)
        .zip(&orders)
        .filter(|(inversions, _)| pairs.abs_diff(2 * inversions) >= score)
        .map(|(_, orders)| orders)
        .sum();
    extreme as f64 / orders.iter().sum::<u64>() as f64
}

fn approximate(count: f64, score: f64, ties: &[f64]) -> f64 {
    let term = |n: f64| n * (n - 1.0) * (2.0 * n + 5.0);
    let variance = (term(count) - ties.iter().copied().map(term).sum::<f64>()) / 18.0;
    if score < 1.0 || variance <= 0.0 {
        return 1.0;
    }
    libm::erfc((score - 1.0) / (2.0 * variance).sqrt())
}
