//! Which process comes next in a comparison.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use neural_bench::Backend;
use neural_bench::compare::{Place, base_len, next, units};
use neural_bench::evidence::{
    Bundle, Check, Contrast, Gate, Instrument, Manifest, Margins, Measured, Outcome, Process,
    SCHEMA, Unit,
};
use neural_bench::measure::{Effort, Half, Pair, Series};
use neural_bench::plan::Plan;

/// Processes to a unit before widths decide.
const BASE: usize = 10;

/// Evidence of nothing yet, for two models on one backend; one of them fails the gate where asked.
fn bundle(folder: &Path, seed: u64, broken: bool) -> Bundle {
    let manifest = Manifest {
        schema: SCHEMA.to_owned(),
        environment: neural_bench::environment::read(),
        plan: Plan::default(),
        seed,
        margins: Margins::default(),
        effort: Effort::default(),
        base: BASE,
        revision: None,
        models: vec!["one".to_owned(), "other".to_owned()],
        backends: vec![Backend::Torch],
        libraries: BTreeMap::new(),
        executables: BTreeMap::new(),
    };
    let mut bundle = Bundle::create(folder, manifest).unwrap();
    let gate = |model: &str, passed| Gate {
        model: model.to_owned(),
        backend: Backend::Torch,
        checks: vec![Check {
            subject: "made up".to_owned(),
            passed,
            detail: String::new(),
        }],
    };
    let gates = vec![gate("one", true), gate("other", !broken)];
    bundle.set_gates(gates).unwrap();
    bundle
}

/// What a process of a unit measured: a ratio around `mean` that differs from process to process by
/// `spread`.
fn measured(place: &Place, mean: f64, spread: f64) -> Process {
    let sign = if place.number.is_multiple_of(2) {
        1.0
    } else {
        -1.0
    };
    let pair = Pair {
        first: Half::A,
        at: 0.0,
        a: (mean + sign * spread).exp(),
        b: 1.0,
    };
    let series = Series {
        calls: 1,
        settled: true,
        warm_up: Vec::new(),
        pairs: vec![pair, pair],
    };
    let quantities = place.unit.instrument.quantities();
    Process {
        number: place.number,
        round: place.round,
        unit: place.unit.clone(),
        seed: place.seed,
        sitting: 1,
        started_seconds: 0.0,
        seconds: 1.0,
        outcome: Outcome::Measured(Measured {
            first_built: Half::A,
            handicap: 0.0,
            series: quantities.iter().map(|&it| (it, series.clone())).collect(),
            order: quantities.to_vec(),
            memory: None,
        }),
    }
}

/// Runs so many places, each measured as told.
fn run(
    bundle: &mut Bundle,
    count: usize,
    measure: impl Fn(&Place) -> Process,
) -> Vec<(Unit, usize, u64)> {
    (0..count)
        .map(|_| {
            let place = next(bundle).expect("there is always a next one");
            bundle.add_process(measure(&place)).unwrap();
            (place.unit, place.round, place.seed)
        })
        .collect()
}

fn counts(places: &[(Unit, usize, u64)]) -> HashMap<Unit, usize> {
    let mut counts = HashMap::new();
    for (unit, ..) in places {
        *counts.entry(unit.clone()).or_default() += 1;
    }
    counts
}

#[test]
fn the_base_is_one_shuffled_list_of_everything() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = bundle(&folder.path().join("one"), 1, false);
    let mut other = bundle(&folder.path().join("other"), 2, false);
    // Two models, three contrasts, two instruments.
    assert_eq!(units(&one).len(), 12);
    let base = base_len(&one);
    assert_eq!(base, 12 * BASE);
    let places = run(&mut one, base, |place| measured(place, 0.0, 0.001));
    assert!(places.iter().all(|(_, round, _)| *round == 0));
    assert!(counts(&places).values().all(|&count| count == BASE));
    let blocks = places.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    assert!(
        blocks.count() < base / 4,
        "the list is sorted, not shuffled"
    );
    let seeds: HashMap<u64, ()> = places.iter().map(|place| (place.2, ())).collect();
    assert_eq!(seeds.len(), base, "two processes have one seed");
    let others = run(&mut other, base, |place| measured(place, 0.0, 0.001));
    assert_ne!(places, others, "another seed has another order");
}

#[test]
fn a_run_that_was_stopped_goes_on_as_if_it_had_not_been() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole");
    let stopped = folder.path().join("stopped");
    let measure = |place: &Place| measured(place, 0.0, 0.03);
    let mut one = bundle(&whole, 1, false);
    let expected = run(&mut one, 200, measure);
    let mut other = bundle(&stopped, 1, false);
    let mut places = run(&mut other, 57, measure);
    let mut again = Bundle::read(&stopped).unwrap();
    places.extend(run(&mut again, 100, measure));
    let mut again = Bundle::read(&stopped).unwrap();
    places.extend(run(&mut again, 43, measure));
    assert_eq!(places, expected);
}

#[test]
fn later_rounds_go_where_intervals_are_wide_wherever_they_lie() {
    let folder = tempfile::tempdir().unwrap();
    let wide = |unit: &Unit| unit.model == "one" && unit.instrument == Instrument::Time;
    let spread = |unit: &Unit| if wide(unit) { 0.05 } else { 0.0005 };
    let mut histories = Vec::new();
    // The same widths around nothing, and around a large difference.
    for (name, mean) in [("zero", 0.0), ("far", 0.5)] {
        let mut bundle = bundle(&folder.path().join(name), 3, false);
        let measure = |place: &Place| measured(place, mean, spread(&place.unit));
        let base = base_len(&bundle);
        run(&mut bundle, base, measure);
        let later = run(&mut bundle, 30, measure);
        assert!(later.iter().all(|(unit, ..)| wide(unit)), "{later:?}");
        let rounds: Vec<usize> = later.iter().map(|place| place.1).collect();
        assert_eq!(
            rounds,
            (1..=10).flat_map(|round| [round; 3]).collect::<Vec<_>>()
        );
        assert!(counts(&later).values().all(|&count| count == 10));
        histories.push(later);
    }
    assert_eq!(histories[0], histories[1]);
}

#[test]
fn nothing_is_timed_that_fails_the_gate_and_what_fails_later_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut bundle = bundle(folder.path(), 1, true);
    assert!(units(&bundle).iter().all(|unit| unit.model == "one"));
    let base = base_len(&bundle);
    let fails = |unit: &Unit| unit.contrast == Contrast::Same;
    let measure = |place: &Place| {
        let mut process = measured(place, 0.0, 0.05);
        if fails(&place.unit) {
            process.outcome = Outcome::Failed("made up".to_owned());
        }
        process
    };
    run(&mut bundle, base, measure);
    let later = run(&mut bundle, 20, measure);
    assert!(!later.iter().any(|(unit, ..)| fails(unit)));

    let all = tempfile::tempdir().unwrap();
    let mut bundle = self::bundle(all.path(), 1, true);
    for _ in 0..base {
        let place = next(&bundle).unwrap();
        let mut process = measured(&place, 0.0, 0.05);
        process.outcome = Outcome::Failed("made up".to_owned());
        bundle.add_process(process).unwrap();
    }
    assert_eq!(next(&bundle), None);
}
