//! Comparisons with the real libraries: short ones, for what they find out is not what is tested.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use neural_bench::backend::Backend;
use neural_bench::compare::{Compare, Pairing, resume};
use neural_bench::evidence::{
    Bundle, Contrast, Instrument, Manifest, Margins, Outcome, Process, Quantity,
};
use neural_bench::measure::{Effort, Half};
use neural_bench::plan::{Plan, Profile};
use neural_bench::subject::Side;
use neural_bench::verdict;
use neural_bench::worker::{Reply, Task, Worker};

/// As little as can be timed.
const LITTLE: Effort = Effort {
    half_seconds: 0.001,
    seconds: 0.0,
    fewest_pairs: 4,
    most_pairs: 4,
    fewest_warm_up_pairs: 3,
    most_warm_up_pairs: 4,
    most_warm_up_seconds: 1.0,
};

/// A comparison of the smallest model, for so many seconds after the gate.
fn compare(seconds: u64) -> Compare {
    Compare {
        plan: Plan {
            profile: Profile::Quick,
            ..Plan::default()
        },
        models: vec!["simple_mlp".to_owned()],
        backends: Backend::ALL.to_vec(),
        margins: Margins::default(),
        effort: LITTLE,
        budget: Duration::from_secs(seconds),
        seed: 5,
        other: None,
    }
}

/// What a process measured has the form that the statistics rest on.
fn look_at(process: &Process, manifest: &Manifest) {
    let Outcome::Measured(measured) = &process.outcome else {
        panic!("{} failed: {:?}", process.unit, process.outcome);
    };
    let quantities = process.unit.instrument.quantities();
    assert_eq!(measured.series.len(), quantities.len());
    for (quantity, series) in &measured.series {
        let pairs = &series.pairs;
        assert!(pairs.iter().all(|pair| pair.a > 0.0 && pair.b > 0.0));
        assert!(
            process
                .log_ratios(*quantity)
                .is_some_and(|it| it.len() == pairs.len())
        );
        if process.unit.instrument == Instrument::Time {
            let effort = &manifest.effort;
            assert!((effort.fewest_pairs..=effort.most_pairs).contains(&pairs.len()));
            assert!(pairs.len().is_multiple_of(2));
            assert!(series.warm_up.len() >= manifest.effort.fewest_warm_up_pairs);
            for block in pairs.chunks(2) {
                let first: Vec<Half> = block.iter().map(|pair| pair.first).collect();
                assert!(first == [Half::A, Half::B] || first == [Half::B, Half::A]);
            }
            let starts: Vec<f64> = pairs.iter().map(|pair| pair.at).collect();
            assert!(starts.is_sorted());
        } else {
            // Both sides have the weights in memory, and Adam's two moments of each.
            let least = 3.0 * 4.0 * 101_770.0;
            assert!(pairs.iter().all(|pair| pair.a > least && pair.b > least));
        }
    }
    let handicap = measured.handicap.exp() - 1.0;
    match (process.unit.contrast, process.unit.instrument) {
        (Contrast::Handicapped, Instrument::Time) => assert!((handicap - 0.030150).abs() < 1e-5),
        (Contrast::Handicapped, Instrument::Memory) => {
            assert!((handicap - 0.015037).abs() < 1e-4, "{handicap}");
            // The block that was held is in the figure, whatever else differs.
            let ratio = process.log_ratios(Quantity::Peak).unwrap()[0];
            assert!(ratio > 0.005, "{ratio}");
        }
        _ => assert_eq!(handicap, 0.0),
    }
}

#[test]
fn a_run_ends_on_time_goes_on_later_and_gives_the_same_verdicts_again() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("run");
    let mut before = Vec::new();
    let bundle = compare(100)
        .run(&folder, &mut |progress| {
            before.push(format!("{progress:?}"))
        })
        .unwrap();
    for gate in &bundle.gates {
        assert!(gate.passed(), "{:?}", gate.first_failure());
        assert!(gate.checks.len() >= 5, "{gate:?}");
    }
    assert_eq!(bundle.gates.len(), Backend::ALL.len());
    assert!(bundle.work.iter().all(|work| work.sides.is_ok()));
    assert!(bundle.processes.len() > 3, "{}", bundle.processes.len());
    for process in &bundle.processes {
        look_at(process, &bundle.manifest);
    }
    assert!(before.iter().any(|it| it.contains("the same network?")));

    // Again from the disk, to the last bit.
    let first = serde_json::to_string(&verdict::assess(&bundle)).unwrap();
    let read = Bundle::read(&folder).unwrap();
    assert!(read == bundle, "what was read is not what was kept");
    let again = serde_json::to_string(&verdict::assess(&read)).unwrap();
    assert!(first == again, "the verdicts of the same evidence differ");

    let more = Duration::from_secs(100 + 15);
    let again = resume(&folder, Some(more), None, &mut |_| ()).unwrap();
    assert_eq!(again.sittings.len(), 2);
    assert!(again.processes.len() > bundle.processes.len());
    assert!(again.processes[..bundle.processes.len()] == bundle.processes);
    assert_ne!(again.hash, bundle.hash);
    assert!(Bundle::read(&folder).is_ok());
}

/// Ten times the time is more than any noise.
#[test]
fn a_handicap_is_in_every_quantity() {
    for backend in Backend::ALL {
        let worker = Worker {
            backend,
            memory: false,
        };
        let task = Task::Pairs {
            model: "simple_mlp".to_owned(),
            pairing: Pairing {
                side: Side::Handwritten,
                handicap: 9.0,
                seed: 1,
                effort: LITTLE,
            },
        };
        let plan = compare(1).plan;
        let Reply::Pairs(measured) = worker.run(&plan, task, |_| ()).unwrap() else {
            panic!("it answered something else");
        };
        assert_eq!(measured.series.len(), Quantity::TIMES.len());
        for (quantity, series) in &measured.series {
            let ratios = series.pairs.iter().map(|pair| pair.a / pair.b);
            let mut sorted: Vec<f64> = ratios.collect();
            sorted.sort_by(f64::total_cmp);
            assert!(
                sorted[sorted.len() / 2] > 3.0,
                "{backend} {quantity}: {sorted:?}"
            );
        }
    }
}

#[test]
fn a_killed_run_loses_one_process_at_most() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("run");
    let backend = Backend::ALL[0].to_string();
    let mut run = Command::new(env!("CARGO_BIN_EXE_neural-bench"))
        .args([
            "compare",
            "--quick",
            "--budget",
            "10",
            "--models",
            "simple_mlp",
        ])
        .args(["--backends", &backend, "--out"])
        .arg(&folder)
        // Else it would have cargo build the workers, with other features than the tests have, under the
        // feet of the test beside this one.
        .env_remove("CARGO")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for(&folder.join("processes/00003.json"));
    run.kill().unwrap();
    run.wait().unwrap();

    let killed = Bundle::read(&folder).unwrap();
    assert_eq!(killed.hash, None, "a run that was killed is not sealed");
    let count = killed.processes.len();
    assert!(count >= 3);
    // What came before the first process counts as well.
    let last = killed.processes.last().unwrap();
    let used = Duration::from_secs_f64(last.started_seconds + last.seconds);
    let more = used + Duration::from_secs(30);
    let again = resume(&folder, Some(more), None, &mut |_| ()).unwrap();
    assert!(again.processes.len() > count);
    assert!(again.processes[..count] == killed.processes);
    let extends: Vec<bool> = again.sittings.iter().map(|it| it.extends).collect();
    assert_eq!(extends, [false, false], "it had not ended");
    for process in &again.processes {
        look_at(process, &again.manifest);
    }
}

fn wait_for(file: &Path) {
    let start = Instant::now();
    while fs::metadata(file).is_err() {
        assert!(
            start.elapsed() < Duration::from_secs(300),
            "{} does not come",
            file.display()
        );
        thread::sleep(Duration::from_millis(100));
    }
}
