//! What changed between two sets of evidence.

use neural_bench::Backend;
use neural_bench::evidence::{Bundle, Contrast, Gate, Outcome, Process, Quantity};
use neural_bench::verdict::{self, Changes};
use neural_statistics::Verdict;

use super::evidence;

fn changes(now: &Bundle, then: &Bundle) -> Changes {
    let verdicts = [now, then].map(verdict::assess);
    verdict::changes((now, &verdicts[0]), (then, &verdicts[1]))
}

/// The processes that measured the generated program of `simple` on torch.
fn generated(bundle: &mut Bundle) -> impl Iterator<Item = &mut Process> {
    bundle.processes.iter_mut().filter(|process| {
        let unit = &process.unit;
        unit.model == "simple"
            && unit.backend == Backend::Torch
            && unit.contrast == Contrast::Generated
    })
}

fn verdict_of(changes: &Changes, quantity: Quantity) -> Option<Verdict> {
    let mut cells = changes.cells.iter();
    let cell = cells.find(|cell| {
        cell.model == "simple" && cell.backend == Backend::Torch && cell.quantity == quantity
    });
    cell.and_then(|cell| cell.judgement)
        .map(|judgement| judgement.verdict)
}

/// Multiplies the figures of a quantity: of the generated program, or of both.
fn slow(bundle: &mut Bundle, quantity: Quantity, a: f64, b: f64) {
    for process in generated(bundle) {
        if let Outcome::Measured(measured) = &mut process.outcome
            && let Some(series) = measured.series.get_mut(&quantity)
        {
            for pair in &mut series.pairs {
                pair.a *= a;
                pair.b *= b;
            }
        }
    }
}

#[test]
fn nothing_changed_since_oneself() {
    let bundle = evidence();
    let changes = changes(&bundle, &bundle);
    assert_eq!(
        verdict_of(&changes, Quantity::Epoch),
        Some(Verdict::Equivalent)
    );
    assert_eq!(
        verdict_of(&changes, Quantity::Peak),
        Some(Verdict::Equivalent)
    );
    assert!(changes.cells.iter().all(|cell| cell.now == cell.then));
    // One group is void and a process failed, which is not to be mistaken for no change.
    assert!(!changes.acceptable);
    let void: Vec<&str> = (changes.cells.iter())
        .filter(|cell| cell.model == "deep")
        .map(|cell| cell.text.as_str())
        .collect();
    assert!(
        void.iter().all(|text| text.starts_with("NOT COMPARABLE")),
        "{void:?}"
    );
    assert!(changes.text.contains("Not comparable: "));
    assert!(!changes.text.contains("Worse"));
}

/// What has no figures any more is no improvement.
#[test]
fn a_group_that_failed_at_the_gate_or_is_gone_is_told() {
    let then = evidence();
    let mut failed = evidence();
    let simple = |gate: &&mut Gate| gate.model == "simple" && gate.backend == Backend::Torch;
    let gate = failed.gates.iter_mut().find(simple).expect("its gate");
    gate.checks[0].passed = false;
    let found = changes(&failed, &then);
    assert!(!found.acceptable);
    let reason = "simple/torch, which failed at the gate";
    assert!(found.text.contains(reason), "{}", found.text);

    let mut gone = evidence();
    gone.gates.retain(|gate| gate.model != "simple");
    let found = changes(&gone, &then);
    let reason = "simple/torch, which there is only then";
    assert!(found.text.contains(reason), "{}", found.text);
}

#[test]
fn a_slower_program_is_found_and_a_slower_machine_is_not() {
    let then = evidence();
    let mut worse = evidence();
    slow(&mut worse, Quantity::Epoch, 1.1, 1.0);
    let found = changes(&worse, &then);
    assert_eq!(verdict_of(&found, Quantity::Epoch), Some(Verdict::More));
    assert_eq!(
        verdict_of(&found, Quantity::Predict),
        Some(Verdict::Equivalent)
    );
    assert!(
        found
            .text
            .contains("Worse than then: simple/torch epoch SLOWER by 10.0 %")
    );
    let back = changes(&then, &worse);
    assert_eq!(verdict_of(&back, Quantity::Epoch), Some(Verdict::Less));

    let mut elsewhere = evidence();
    for quantity in Quantity::TIMES {
        slow(&mut elsewhere, quantity, 3.0, 3.0);
    }
    elsewhere.manifest.environment.cpu = "another processor".to_owned();
    let same = changes(&elsewhere, &then);
    assert_eq!(
        verdict_of(&same, Quantity::Epoch),
        Some(Verdict::Equivalent)
    );
    assert!(
        same.notes
            .iter()
            .any(|note| note.contains("another processor now"))
    );
}

#[test]
fn the_summary_says_what_changed() {
    let then = evidence();
    let mut now = evidence();
    slow(&mut now, Quantity::Epoch, 1.1, 1.0);
    let changes = changes(&now, &then);
    let text = verdict::summary(&verdict::assess(&now), Some(&changes));
    let row = "| simple | torch | epoch | 0.953 | 1.048 | SLOWER by 10.0 %";
    assert!(text.contains(row), "{text}");
}
