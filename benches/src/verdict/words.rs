//! Verdicts in words.

use neural_statistics::{Estimate, Interval, Judgement, MIN_PROCESSES, Recovery, Verdict};

use crate::evidence::{Contrast, Quantity};

/// The word for a verdict on a quantity: of memory, less is not faster.
pub fn word(verdict: Verdict, quantity: Quantity) -> &'static str {
    match (verdict, quantity) {
        (Verdict::Equivalent, _) => "EQUIVALENT",
        (Verdict::Inconclusive, _) => "INCONCLUSIVE",
        (Verdict::Less, Quantity::Peak) => "SMALLER",
        (Verdict::More, Quantity::Peak) => "LARGER",
        (Verdict::Less, _) => "FASTER",
        (Verdict::More, _) => "SLOWER",
    }
}

/// The percent by which a ratio differs from one, of its natural logarithm.
pub fn percent(log_ratio: f64) -> f64 {
    libm::expm1(log_ratio) * 100.0
}

/// A verdict with its figures: "FASTER by 3.1 % [2.8, 3.4]".
pub(super) fn verdict(
    quantity: Quantity,
    estimate: Option<&Estimate>,
    judgement: Option<&Judgement>,
    processes: usize,
) -> String {
    let (Some(estimate), Some(judgement)) = (estimate, judgement) else {
        return format!("INCONCLUSIVE: {processes} of at least {MIN_PROCESSES} processes");
    };
    let word = word(judgement.verdict, quantity);
    let exact = if estimate.exact { ", exactly" } else { "" };
    match judgement.verdict {
        Verdict::Equivalent if estimate.exact && estimate.mean == 0.0 => {
            format!("{word}: the same{exact}")
        }
        Verdict::Equivalent if !estimate.interval_95.contains(0.0) => {
            format!("{word} ({}{exact})", difference(quantity, estimate))
        }
        Verdict::Equivalent => word.to_owned(),
        Verdict::Less | Verdict::More => {
            format!("{word} by {}{exact}", amount(estimate))
        }
        Verdict::Inconclusive if estimate.processes < MIN_PROCESSES => {
            format!(
                "{word}: {} of at least {MIN_PROCESSES} processes",
                estimate.processes
            )
        }
        Verdict::Inconclusive => match judgement.needed {
            Some(needed) => format!("{word}: {needed} processes would decide it"),
            None => format!("{word}: more than a million processes would be needed"),
        },
    }
}

/// "0.4 % slower [0.1, 0.7]"
fn difference(quantity: Quantity, estimate: &Estimate) -> String {
    let comparative = match (quantity, estimate.mean < 0.0) {
        (Quantity::Peak, true) => "smaller",
        (Quantity::Peak, false) => "larger",
        (_, true) => "faster",
        (_, false) => "slower",
    };
    let (value, interval) = parts(estimate);
    format!("{value} % {comparative}{interval}")
}

/// "3.1 % [2.8, 3.4]": without sign, for the word has it. An interval that reaches over zero, as it may
/// where the verdict is adjusted, keeps its signs.
fn amount(estimate: &Estimate) -> String {
    let (value, interval) = parts(estimate);
    format!("{value} %{interval}")
}

fn parts(estimate: &Estimate) -> (String, String) {
    let sign = if estimate.mean < 0.0 { -1.0 } else { 1.0 };
    let shown = |log_ratio: f64| sign * percent(log_ratio);
    let Interval { low, high } = estimate.interval_95;
    let (low, high) = match sign < 0.0 {
        true => (high, low),
        false => (low, high),
    };
    let value = digits(shown(estimate.mean));
    let interval = match estimate.exact {
        true => String::new(),
        false => format!(" [{}, {}]", digits(shown(low)), digits(shown(high))),
    };
    (value, interval)
}

/// One digit behind the point, two below one percent, three below a tenth; a power of ten where
/// there would be too many before it.
pub(in crate::verdict) fn digits(percent: f64) -> String {
    match percent.abs() {
        f64::INFINITY => "more than 1e308".to_owned(),
        size if size >= 1e6 => format!("{percent:.1e}"),
        size if size >= 1.0 => format!("{percent:.1}"),
        size if size >= 0.1 => format!("{percent:.2}"),
        _ => format!("{percent:.3}"),
    }
}

/// What is said of a control.
pub(super) fn control(
    contrast: Contrast,
    quantity: Quantity,
    handicap: Option<f64>,
    estimate: Option<&Estimate>,
    judgement: Option<&Judgement>,
    recovery: Option<&Recovery>,
    processes: usize,
) -> String {
    if contrast != Contrast::Handicapped {
        return verdict(quantity, estimate, judgement, processes);
    }
    let (Some(handicap), Some(estimate), Some(recovery)) = (handicap, estimate, recovery) else {
        return format!("INCONCLUSIVE: {processes} of at least {MIN_PROCESSES} processes");
    };
    // The estimate is of what remains when the handicap is taken off.
    let found = |log_ratio: f64| digits(percent(log_ratio + handicap));
    let Interval { low, high } = estimate.interval_95;
    let word = match (recovery.missed, recovery.told_from_none, recovery.contained) {
        (true, _, _) => "MISSED",
        (false, false, _) => "INCONCLUSIVE, none would look the same",
        (false, true, false) => "FOUND AGAIN, at the edge of chance",
        (false, true, true) => "FOUND AGAIN",
    };
    format!(
        "{word}: {} % added, {} % measured [{}, {}]",
        digits(percent(handicap)),
        found(estimate.mean),
        found(low),
        found(high)
    )
}
