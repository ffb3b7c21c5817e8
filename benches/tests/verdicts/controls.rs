//! What controls do to verdicts.

use neural_bench::Backend;
use neural_bench::evidence::{
    Bundle, Contrast, Instrument, Margins, Outcome, Process, Quantity, Unit,
};
use neural_bench::verdict::{self, Verdicts};

use super::{evidence, maker};

/// Evidence of one sound group: `simple` on torch, with more of the one control that has too few processes.
fn sound() -> Bundle {
    let mut bundle = evidence();
    bundle
        .gates
        .retain(|gate| gate.model == "simple" && gate.backend == Backend::Torch);
    let unit = Unit {
        model: "simple".to_owned(),
        backend: Backend::Torch,
        contrast: Contrast::Same,
        instrument: Instrument::Memory,
    };
    for _ in 0..12 {
        let number = bundle.processes.len() + 1;
        let process = maker::single(unit.clone(), number, Quantity::Peak, 5e6, 5e6);
        bundle.processes.push(process);
    }
    bundle
}

fn controls(bundle: &mut Bundle, contrast: Contrast) -> impl Iterator<Item = &mut Process> {
    bundle.processes.iter_mut().filter(move |process| {
        let unit = &process.unit;
        unit.model == "simple" && unit.backend == Backend::Torch && unit.contrast == contrast
    })
}

fn void(verdicts: &Verdicts) -> &[String] {
    &verdicts.groups[0].void
}

#[test]
fn sound_controls_let_a_claim_stand() {
    let verdicts = verdict::assess(&sound());
    assert!(void(&verdicts).is_empty());
    assert!(verdicts.answer.no_overhead, "{}", verdicts.answer.text);
    assert!(verdicts.answer.acceptable);
}

#[test]
fn a_control_that_failed_voids_its_group() {
    for contrast in [Contrast::Same, Contrast::Handicapped] {
        let mut bundle = sound();
        let process = controls(&mut bundle, contrast).next().expect("a control");
        process.outcome = Outcome::Failed("the worker ended".to_owned());
        let verdicts = verdict::assess(&bundle);
        assert!(
            void(&verdicts)
                .iter()
                .any(|reason| reason.contains("a control FAILED: process")),
            "{:?}",
            void(&verdicts)
        );
        assert!(!verdicts.answer.no_overhead && !verdicts.answer.acceptable);
    }
}

#[test]
fn a_control_that_is_missing_leaves_the_claim_open() {
    for contrast in [Contrast::Same, Contrast::Handicapped] {
        let mut bundle = sound();
        bundle.processes.retain(|process| {
            process.unit.contrast != contrast || process.unit.instrument == Instrument::Memory
        });
        let verdicts = verdict::assess(&bundle);
        assert!(!verdicts.answer.no_overhead);
        let reason = format!("controls that show nothing: simple/torch {contrast} epoch");
        let text = &verdicts.answer.text;
        assert!(text.contains(&reason), "{text}");
        // Nothing is shown to be worse, either.
        assert!(verdicts.answer.acceptable);
    }
}

/// One process that is far off makes an interval that holds the handicap, and none as well.
#[test]
fn a_handicap_that_is_not_told_from_none_is_not_found() {
    let mut bundle = sound();
    let time = |process: &&mut Process| process.unit.instrument == Instrument::Time;
    let mut processes = controls(&mut bundle, Contrast::Handicapped);
    let process = processes.find(time).expect("a control of times");
    let Outcome::Measured(measured) = &mut process.outcome else {
        panic!("it measured");
    };
    for series in measured.series.values_mut() {
        series.pairs.iter_mut().for_each(|pair| pair.a *= 1.8);
    }
    drop(processes);
    let verdicts = verdict::assess(&bundle);
    let mut texts = verdicts.groups[0].controls.iter();
    let epoch = texts
        .find(|cell| cell.contrast == Contrast::Handicapped && cell.quantity.as_str() == "epoch")
        .expect("a control of epochs");
    assert!(
        epoch
            .text
            .starts_with("INCONCLUSIVE, none would look the same: 3.0 % added"),
        "{}",
        epoch.text
    );
    assert!(!verdicts.answer.no_overhead);
}

/// The group `deep` on torch is void: its twin is 4.9 % slower than itself.
#[test]
fn a_wide_margin_does_not_lift_void() {
    let bundle = evidence();
    let wide = Margins {
        time_percent: 10.0,
        ..bundle.manifest.margins
    };
    let verdicts = verdict::assess_within(&bundle, wide);
    let deep = verdicts
        .groups
        .iter()
        .find(|group| group.model == "deep" && group.backend == Backend::Torch);
    let void = &deep.expect("its group").void;
    assert!(
        void.iter()
            .any(|it| it.contains("a program against itself is SLOWER")),
        "{void:?}"
    );
    let summary = verdict::summary(&verdicts, None);
    assert!(
        summary.starts_with(
            "**Margins: 10 % for times, 1 % for memory, chosen when the samples were known"
        ),
        "{summary}"
    );
}

#[test]
fn of_nothing_nothing_is_acceptable() {
    let mut bundle = evidence();
    bundle.processes.clear();
    bundle.gates.truncate(1);
    let mut nothing = verdict::assess(&bundle);
    assert!(!nothing.answer.no_overhead && !nothing.answer.acceptable);
    bundle.gates.clear();
    nothing = verdict::assess(&bundle);
    assert!(!nothing.answer.acceptable, "{}", nothing.answer.text);
}
