//! Holm's correction, verdicts, controls, warm-up and the giving out of processes, by hand.

use neural_statistics::{
    Estimate, Interval, Margin, Verdict, estimate, fewest_processes, holm, judge, mann_kendall,
    next_round, no_overhead, recovered, relative_half_width, same,
};

/// `count` processes, half of them above and half below `mean`, with the given standard deviation.
fn cell(count: usize, mean: f64, standard_deviation: f64) -> Estimate {
    let n = count as f64;
    let off = standard_deviation * ((n - 1.0) / n).sqrt();
    let processes: Vec<Vec<f64>> = (0..count)
        .map(|i| vec![mean + if i % 2 == 0 { off } else { -off }])
        .collect();
    estimate(&processes).expect("an estimate")
}

fn time() -> Margin {
    Margin::percent(2.0)
}

#[test]
fn holm_by_hand() {
    let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
    for (adjusted, expected) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
        assert!(
            (adjusted - expected).abs() < 1e-15,
            "{adjusted} is not {expected}"
        );
    }
    assert_eq!(holm(&[0.5, 0.9]), [1.0, 1.0]);
    assert!(holm(&[]).is_empty());
}

#[test]
fn a_margin_is_of_ratios() {
    let margin = time();
    assert!((libm::exp(margin.low) - 0.98).abs() < 1e-15);
    assert!((libm::exp(margin.high) - 1.02).abs() < 1e-15);
    assert!(margin.contains(margin.high) && !margin.contains(0.0199));
    let inside = Interval {
        low: -0.02,
        high: 0.019,
    };
    assert!(inside.inside(&margin) && inside.contains(0.0));
}

#[test]
fn each_verdict_has_its_case() {
    let cells = [
        (cell(12, 0.0, 0.01), time()),
        (cell(12, 0.1, 0.01), time()),
        (cell(12, -0.1, 0.01), time()),
        (cell(12, 0.0, 0.1), time()),
        // A difference for certain, but within the margin.
        (cell(12, 0.01, 0.001), time()),
    ];
    let verdicts: Vec<Verdict> = judge(&cells)
        .iter()
        .map(|judgement| judgement.verdict)
        .collect();
    use Verdict::{Equivalent, Inconclusive, Less, More};
    assert_eq!(verdicts, [Equivalent, More, Less, Inconclusive, Equivalent]);
    assert!(no_overhead(&[Equivalent, Less]));
    assert!(!no_overhead(&[Equivalent, Inconclusive]));
    assert!(!no_overhead(&[Equivalent, More]));
    assert!(!no_overhead(&[]));
}

/// With mean 0 and standard deviation 5 % the half-width of t(0.95) / √n has to come to 0.39605: 1.734 / √19 is
/// 0.3978, 1.729 / √20 is 0.3866. With mean 3 % and no hope of equivalence t(0.975) / √n has to be below
/// 0.6: 2.179 / √13 is 0.604, 2.160 / √14 is 0.577.
#[test]
fn the_processes_that_are_needed_by_hand() {
    let needed = |estimate: Estimate| judge(&[(estimate, time())])[0].needed;
    assert_eq!(needed(cell(10, 0.0, 0.05)), Some(20));
    assert_eq!(needed(cell(10, 0.03, 0.05)), Some(14));
    assert_eq!(
        needed(cell(10, time().high, 1.0)).map(|n| n > 9_000),
        Some(true)
    );
    assert_eq!(needed(cell(10, 0.0, 1_000.0)), None);
}

#[test]
fn fewer_than_ten_processes_decide_nothing() {
    for estimate in [cell(8, 0.0, 0.001), cell(8, 0.5, 0.001), cell(8, 0.5, 0.0)] {
        let judgement = judge(&[(estimate, time())])[0];
        assert_eq!(judgement.verdict, Verdict::Inconclusive);
        assert_eq!(judgement.needed, Some(10));
    }
}

/// 2^-9 times 25 is below 5 %, times 26 is not; 2^-10 is enough for 51.
#[test]
fn a_family_asks_for_enough_processes() {
    assert_eq!(fewest_processes(1), 10);
    assert_eq!(fewest_processes(25), 10);
    assert_eq!(fewest_processes(26), 11);
    assert_eq!(fewest_processes(51), 11);
    assert_eq!(fewest_processes(52), 12);
    let mut cells = vec![(cell(10, 0.5, 0.01), time()); 30];
    assert!(
        judge(&cells)
            .iter()
            .all(|judgement| judgement.needed == Some(11))
    );
    cells.truncate(25);
    assert!(
        judge(&cells)
            .iter()
            .all(|judgement| judgement.verdict == Verdict::More)
    );
}

#[test]
fn exact_cells_are_judged_as_they_stand() {
    let memory = Margin::percent(1.0);
    let verdict = |mean: f64| judge(&vec![(cell(10, mean, 0.0), memory); 40])[0].verdict;
    assert_eq!(verdict(0.0), Verdict::Equivalent);
    assert_eq!(verdict(memory.high), Verdict::Equivalent);
    assert_eq!(verdict(0.02), Verdict::More);
    assert_eq!(verdict(-0.02), Verdict::Less);
}

#[test]
fn controls_fail_where_they_should() {
    let off = same(&[
        (cell(12, 0.03, 0.005), time()),
        (cell(12, 0.0, 0.005), time()),
    ]);
    assert!(off[0].verdict.is_difference() && !off[1].verdict.is_difference());
    // t = 2.5 with 11 degrees of freedom: missed by itself (p = 0.03), not among two.
    let near = cell(12, 2.5 * 0.01 / 12.0f64.sqrt(), 0.01);
    let rounding = estimate(&vec![vec![1e-16]; 12]).expect("an estimate");
    let wide = cell(12, 0.0, 0.06);
    let controls = [
        near,
        cell(12, -0.03, 0.005),
        cell(12, 0.0, 0.01),
        rounding,
        wide,
    ];
    let found = recovered(&controls.map(|remainder| (remainder, 0.03)));
    let contained: Vec<bool> = found.iter().map(|recovery| recovery.contained).collect();
    let missed: Vec<bool> = found.iter().map(|recovery| recovery.missed).collect();
    let again: Vec<bool> = found.iter().map(|recovery| recovery.found()).collect();
    assert_eq!(contained, [false, false, true, true, true]);
    assert_eq!(missed, [false, true, false, false, false]);
    // The second is not told from none either: what is left is all of it. The last one has an interval that holds
    // the delay and none at all.
    assert_eq!(again, [true, false, true, true, false]);
}

/// Of the 120 orders of five, two are monotonous and eight more are one swap of neighbours away.
#[test]
fn short_trends_are_exact() {
    assert_eq!(mann_kendall(&[1.0, 2.0, 3.0, 4.0, 5.0]), 2.0 / 120.0);
    assert_eq!(mann_kendall(&[5.0, 4.0, 3.0, 1.0, 2.0]), 10.0 / 120.0);
    assert_eq!(mann_kendall(&[1.0, 2.0, 3.0, 4.0]), 2.0 / 24.0);
    assert_eq!(mann_kendall(&[2.0, 4.0, 1.0, 3.0]), 1.0);
    for constant in [&[][..], &[1.0], &[2.0; 7], &[2.0; 40]] {
        assert_eq!(mann_kendall(constant), 1.0);
    }
    assert!(mann_kendall(&[1.0, f64::NAN]).is_nan());
}

/// Kendall's table for ten: S of 23 or more has a probability of 0.023, of 21 or more of 0.036.
#[test]
fn ten_samples_are_as_in_kendalls_table() {
    // 45 pairs; 11 of them fall, so S is 45 - 22.
    let eleven = [10.0, 1.0, 4.0, 2.0, 3.0, 5.0, 6.0, 7.0, 8.0, 9.0];
    assert!((mann_kendall(&eleven) / 2.0 - 0.023).abs() < 0.0005);
    let twelve = [10.0, 1.0, 4.0, 3.0, 2.0, 5.0, 6.0, 7.0, 8.0, 9.0];
    assert!((mann_kendall(&twelve) / 2.0 - 0.036).abs() < 0.0005);
}

/// S = 66 with variance 12 · 11 · 29 / 18; then S = 9 with variance 47/3 and S = 46 with variance 208, for ties.
#[test]
fn long_and_tied_trends_are_approximate() {
    let near =
        |actual: f64, expected: f64| assert!((actual / expected - 1.0).abs() < 1e-12, "{actual}");
    let rising: Vec<f64> = (0..12).map(f64::from).collect();
    near(mann_kendall(&rising), 8.303_107_353_564_707e-6);
    near(
        mann_kendall(&[1.0, 2.0, 2.0, 3.0, 4.0]),
        0.043_262_727_806_910_89,
    );
    let tied = [3.0, 1.0, 2.0, 2.0, 5.0, 4.0, 4.0, 6.0, 7.0, 4.0, 8.0, 9.0];
    near(mann_kendall(&tied), 0.001_807_352_783_576_298_4);
}

#[test]
fn rounds_go_where_it_is_wide() {
    let exact = Some(0.0);
    assert_eq!(
        next_round(&[Some(0.6), Some(0.4), None, Some(0.5), exact]),
        [0, 2]
    );
    assert_eq!(next_round(&[Some(0.1), Some(0.4), exact]), [0, 1]);
    assert_eq!(next_round(&[exact, exact]), [0, 1]);
    assert!(next_round(&[]).is_empty());
}

#[test]
fn a_witness_lends_its_spread() {
    let witness = cell(20, 0.3, 0.05);
    let width = |processes| relative_half_width(processes, &witness, &time());
    assert_eq!(width(1), None);
    let own = witness.interval_90.half_width() / time().half_width();
    assert!((width(20).expect("a width") / own - 1.0).abs() < 1e-12);
    assert!(width(10) > width(20));
    assert_eq!(
        relative_half_width(10, &cell(10, 0.3, 0.0), &time()),
        Some(0.0)
    );
}

#[test]
fn results_survive_json() {
    let judgement = judge(&[(cell(10, 0.01, 0.03), time())])[0];
    let estimate = cell(10, 0.03, 0.02);
    let text = serde_json::to_string(&(estimate, judgement)).expect("JSON");
    assert!(text.contains("\"inconclusive\""));
    let back: (Estimate, neural_statistics::Judgement) =
        serde_json::from_str(&text).expect("the same");
    assert_eq!(back, (estimate, judgement));
}
