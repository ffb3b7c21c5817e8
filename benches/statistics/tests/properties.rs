//! What holds for whatever is measured.

use neural_statistics::{
    Estimate, Margin, Verdict, difference, estimate, estimate_shifted, holm, judge, mann_kendall,
    next_round,
};
use proptest::collection::vec;
use proptest::prelude::*;

fn processes() -> impl Strategy<Value = Vec<Vec<f64>>> {
    vec(vec(-0.3f64..0.3, 1..6), 2..16)
}

fn scaled(processes: &[Vec<f64>], factor: f64) -> Vec<Vec<f64>> {
    let scale = |samples: &Vec<f64>| samples.iter().map(|sample| sample * factor).collect();
    processes.iter().map(scale).collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs())
}

fn of(processes: &[Vec<f64>]) -> Estimate {
    estimate(processes).expect("finite samples of two processes or more")
}

proptest! {
    #[test]
    fn swapping_the_sides_negates(processes in processes()) {
        let (there, back) = (of(&processes), of(&scaled(&processes, -1.0)));
        prop_assert_eq!(there.mean, -back.mean);
        prop_assert_eq!(there.interval_90.low, -back.interval_90.high);
        prop_assert_eq!(there.interval_95.high, -back.interval_95.low);
        prop_assert_eq!(there.p_value, back.p_value);
        prop_assert_eq!(there.randomisation_p, back.randomisation_p);
    }

    #[test]
    fn powers_of_two_scale_without_a_trace(processes in processes(), exponent in -8i32..8) {
        let factor = libm::scalbn(1.0, exponent);
        let (one, other) = (of(&processes), of(&scaled(&processes, factor)));
        prop_assert_eq!(one.mean * factor, other.mean);
        prop_assert_eq!(one.standard_deviation * factor, other.standard_deviation);
        prop_assert_eq!(one.p_value, other.p_value);
    }

    #[test]
    fn shifting_there_and_back_changes_nothing(processes in processes(), shift in -0.1f64..0.1) {
        let shifted = estimate_shifted(&processes, shift).expect("an estimate");
        prop_assert!(near(shifted.mean + shift, of(&processes).mean));
        prop_assert!(near(shifted.interval_90.half_width(), of(&processes).interval_90.half_width()));
    }

    #[test]
    fn the_order_of_processes_is_of_no_importance(
        (processes, permuted) in processes().prop_flat_map(|p| (Just(p.clone()), Just(p).prop_shuffle()))
    ) {
        let (one, other) = (of(&processes), of(&permuted));
        prop_assert!(near(one.mean, other.mean));
        prop_assert!(near(one.p_value, other.p_value));
        let margin = Margin::percent(2.0);
        prop_assert_eq!(judge(&[(one, margin)])[0].verdict, judge(&[(other, margin)])[0].verdict);
    }

    #[test]
    fn the_wider_interval_holds_the_narrower(processes in processes()) {
        let estimate = of(&processes);
        prop_assert!(estimate.interval_95.low <= estimate.interval_90.low);
        prop_assert!(estimate.interval_90.high <= estimate.interval_95.high);
        prop_assert!(estimate.interval_90.contains(estimate.mean));
        let outside = !estimate.interval_95.contains(0.0);
        prop_assert!(outside == (estimate.p_value < 0.05) || near(estimate.p_value, 0.05));
    }

    #[test]
    fn a_change_there_is_the_change_back_negated(now in processes(), then in processes()) {
        let change = difference(&now, &then).expect("an estimate");
        let back = difference(&then, &now).expect("an estimate");
        prop_assert_eq!(change.mean, -back.mean);
        prop_assert!(near(change.p_value, back.p_value));
        prop_assert_eq!(change.processes, back.processes);
    }

    #[test]
    fn holm_keeps_the_order_and_never_helps(p_values in vec(0.0f64..=1.0, 0..20)) {
        let adjusted = holm(&p_values);
        for (i, p) in p_values.iter().enumerate() {
            prop_assert!(adjusted[i] >= *p && adjusted[i] <= 1.0);
            prop_assert!(adjusted[i] <= (p * p_values.len() as f64).min(1.0));
            for (j, q) in p_values.iter().enumerate() {
                prop_assert!(p > q || adjusted[i] <= adjusted[j]);
            }
        }
    }

    #[test]
    fn verdicts_agree_with_their_figures(cells in vec((processes(), 0.5f64..30.0), 1..8)) {
        let cells: Vec<(Estimate, Margin)> = cells
            .iter()
            .map(|(processes, percent)| (of(processes), Margin::percent(*percent)))
            .collect();
        for ((estimate, margin), judgement) in cells.iter().zip(judge(&cells)) {
            match judgement.verdict {
                Verdict::Equivalent => prop_assert!(estimate.interval_90.inside(margin)),
                Verdict::Less => prop_assert!(estimate.interval_95.high < 0.0 && judgement.adjusted_p < 0.05),
                Verdict::More => prop_assert!(estimate.interval_95.low > 0.0 && judgement.adjusted_p < 0.05),
                Verdict::Inconclusive => {
                    prop_assert!(judgement.needed.is_none_or(|needed| needed > estimate.processes as u64));
                }
            }
            prop_assert!(judgement.verdict == Verdict::Inconclusive || estimate.processes >= 10);
        }
    }

    #[test]
    fn a_trend_is_the_same_backwards(samples in vec(0u8..20, 0..30)) {
        let forwards: Vec<f64> = samples.iter().copied().map(f64::from).collect();
        let backwards: Vec<f64> = forwards.iter().rev().copied().collect();
        let p = mann_kendall(&forwards);
        prop_assert_eq!(p, mann_kendall(&backwards));
        prop_assert!(p > 0.0 && p <= 1.0);
        prop_assert!(samples.len() >= 5 || p >= 0.05);
    }

    #[test]
    fn somebody_always_gets_the_next_process(widths in vec(proptest::option::of(0.0f64..2.0), 1..20)) {
        let round = next_round(&widths);
        prop_assert!(!round.is_empty());
        prop_assert!(round.is_sorted() && round.iter().all(|&unit| unit < widths.len()));
    }
}
