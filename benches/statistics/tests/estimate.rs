//! Estimates, differences, the bootstrap and rates, against numbers that were worked out by hand.

use neural_statistics::{Estimate, difference, estimate, estimate_shifted, proportion, shuffle};

#[track_caller]
fn near(actual: f64, expected: f64) {
    let error = (actual - expected).abs();
    assert!(
        error <= 1e-9 * expected.abs().max(1e-3),
        "{actual} is not {expected}"
    );
}

/// Processes whose means are the given ones, with two samples each.
fn processes(means: &[f64]) -> Vec<Vec<f64>> {
    means
        .iter()
        .map(|mean| vec![mean - 0.01, mean + 0.01])
        .collect()
}

/// Means 1, 2, 3 and 4 %: standard deviation √(5/3) %, t = 2.5 / √(5/12) = √15, and printed t of 2.353363 and 3.182446.
#[test]
fn four_processes_by_hand() {
    let estimate = estimate(&processes(&[0.02, 0.01, 0.04, 0.03])).expect("an estimate");
    assert_eq!((estimate.processes, estimate.samples), (4, 8));
    near(estimate.mean, 0.025);
    near(estimate.median, 0.025);
    near(estimate.standard_deviation, 0.01 * (5.0f64 / 3.0).sqrt());
    near(estimate.p_value, 0.030_466_291_662_170_97);
    let error = 0.01 * (5.0f64 / 12.0).sqrt();
    assert!((estimate.interval_90.half_width() / error - 2.353_363).abs() < 1e-6);
    assert!((estimate.interval_95.high / error - 15.0f64.sqrt() - 3.182_446).abs() < 1e-6);
    // All four are positive: two of the sixteen ways to turn signs round are as far from zero.
    assert_eq!(estimate.randomisation_p, Some(0.125));
    assert_eq!(estimate.tested_p(), 0.125);
    assert!(!estimate.exact);
}

/// The mean of processes, not of samples: a process with many samples has no more say.
#[test]
fn processes_count_and_samples_do_not() {
    let many = vec![vec![0.0; 100], vec![0.1], vec![]];
    let estimate = estimate(&many).expect("an estimate");
    assert_eq!((estimate.processes, estimate.samples), (2, 101));
    near(estimate.mean, 0.05);
}

#[test]
fn without_variance_the_mean_is_exact() {
    let value = 0.1f64;
    let same = estimate(&vec![vec![value; 3]; 12]).expect("an estimate");
    assert!(same.exact);
    assert_eq!((same.mean, same.median, same.p_value), (value, value, 0.0));
    assert_eq!(
        (same.interval_90.low, same.interval_95.high),
        (value, value)
    );
    let none = estimate_shifted(&vec![vec![value; 3]; 12], value).expect("an estimate");
    assert!(none.exact);
    assert_eq!((none.mean, none.p_value, none.tested_p()), (0.0, 1.0, 1.0));
}

#[test]
fn too_little_or_no_numbers_give_no_estimate() {
    assert_eq!(estimate(&[]), None);
    assert_eq!(estimate(&[vec![0.1, 0.2], vec![]]), None);
    for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX] {
        assert_eq!(
            estimate(&[vec![0.1], vec![wrong, 0.0], vec![-f64::MAX]]),
            None
        );
    }
}

/// Twenty processes can be turned round in half a million ways; beyond that the test is not made, nor where
/// Student's p-value is no small one.
#[test]
fn the_randomisation_test_is_made_where_it_can_matter() {
    let shifted = |count: usize, by: f64| {
        let means: Vec<f64> = (0..count).map(|i| by + 0.001 * i as f64).collect();
        estimate(&processes(&means)).expect("an estimate")
    };
    assert_eq!(shifted(20, 0.1).randomisation_p, Some(libm::exp2(-19.0)));
    assert_eq!(shifted(21, 0.1).randomisation_p, None);
    assert_eq!(shifted(20, -0.01).randomisation_p, None);
}

/// Means 1, 2, 3 against 2, 4, 6, 8: t = -3/√2 with 2 degrees of freedom, where p = 1 - |t| / √(t² + 2).
#[test]
fn welch_by_hand() {
    let now = processes(&[1.0, 2.0, 3.0]);
    let then = processes(&[2.0, 4.0, 6.0, 8.0]);
    let change = difference(&now, &then).expect("an estimate");
    assert_eq!((change.processes, change.samples), (3, 14));
    near(change.mean, -3.0);
    near(change.median, -3.0);
    near(change.standard_deviation, 6.0f64.sqrt());
    near(change.p_value, 1.0 - 3.0 / 13.0f64.sqrt());
    assert_eq!(difference(&now, &then[..1]), None);
}

#[test]
fn a_difference_of_exact_sides_is_exact() {
    let change = difference(&vec![vec![0.25]; 10], &vec![vec![0.125]; 12]).expect("an estimate");
    assert!(change.exact);
    assert_eq!((change.mean, change.p_value), (0.125, 0.0));
}

#[test]
fn the_bootstrap_depends_on_its_seed_alone() {
    let samples = processes(&[0.01, 0.04, -0.02, 0.03, 0.00]);
    let bootstrap = |seed: u64, resamples: usize| {
        let estimate: Estimate = estimate(&samples).expect("an estimate");
        estimate
            .with_bootstrap(&samples, seed, resamples)
            .bootstrap_95
    };
    let interval = bootstrap(1, 2_000).expect("an interval");
    assert_eq!(bootstrap(1, 2_000), Some(interval));
    assert_ne!(bootstrap(2, 2_000), Some(interval));
    assert!(interval.contains(0.012) && interval.low > -0.03 && interval.high < 0.05);
    assert_eq!(bootstrap(1, 0), None);
}

/// Four of ten by Clopper and Pearson: 12.16 % to 73.76 %; none of ten: up to 1 - 0.025^(1/10).
#[test]
fn rates_by_hand() {
    let four = proportion(4, 10, 0.95);
    near(four.low, 0.121_552_258_119_827_2);
    near(four.high, 0.737_621_923_393_054_4);
    let none = proportion(0, 10, 0.95);
    assert_eq!(none.low, 0.0);
    near(none.high, 0.308_497_107_818_760_8);
    assert_eq!(proportion(10, 10, 0.95).high, 1.0);
}

#[test]
fn a_shuffle_depends_on_its_seed_alone() {
    let shuffled = |seed: u64| {
        let mut items: Vec<u32> = (0..8).collect();
        shuffle(seed, &mut items);
        items
    };
    assert_eq!(shuffled(3), shuffled(3));
    assert_ne!(shuffled(3), shuffled(4));
    // Every item gets to every place about as often: 1,000 of 8,000, give or take five standard deviations.
    let mut counts = [0; 8];
    for seed in 0..8_000 {
        counts[shuffled(seed)
            .iter()
            .position(|&item| item == 0)
            .expect("it is there")] += 1;
    }
    assert!(
        counts.iter().all(|count| (850..1_150).contains(count)),
        "{counts:?}"
    );
}
