//! Real training on the libraries of this build, in fresh processes as everywhere.
//!
//! These tests take a minute or so in a debug build.

use std::process::{Command, Stdio};

use neural_bench::backend::{Backend, Variant};
use neural_bench::plan::Plan;
use neural_bench::registry;
use neural_bench::subject::Side;
use neural_bench::worker::{Reply, Task, Worker};
use neural_bench::{Profile, Suite, sameness, verify};

fn quick() -> Plan {
    Plan {
        profile: Profile::Quick,
        ..Plan::default()
    }
}

/// The whole of `neural-bench verify`: parameter counts, ten steps bit-equal within each backend with
/// dropout, two processes bit-equal, outputs and losses close to float64, and losses across backends
/// within their tolerances.
#[test]
fn every_network_is_the_same_in_all_its_programs() {
    let mut failed = Vec::new();
    let mut subjects = Vec::new();
    let all = verify::verify(&quick(), |check| {
        println!("{check}");
        subjects.push(check.subject.clone());
        if check.outcome.is_err() {
            failed.push(check.to_string());
        }
    });
    assert!(all, "{}", failed.join("\n"));
    for backend in Backend::ALL {
        for model in ["simple_mlp", "cnn", "deep_mlp"] {
            for subject in [
                format!("{model}/{backend}, generated against hand-written"),
                format!("{model}/{backend}/dsl, float32 against float64"),
                format!("{model}/{backend}/handwritten, float32 against float64"),
            ] {
                assert!(subjects.contains(&subject), "{subject} was not looked at");
            }
        }
    }
    if Backend::ALL.len() == 2 {
        let across = |what: &str| subjects.iter().filter(|it| it.contains(what)).count();
        assert_eq!(across(", torch against tensorflow with"), 3 * 2 * 2);
        assert_eq!(across("float64 on torch against tensorflow"), 3);
    }
}

#[test]
fn the_reference_models_have_their_parameters() {
    let counts = [
        ("simple_mlp", 101_770),
        ("cnn", 225_034),
        ("deep_mlp", 567_434),
    ];
    for (name, parameters) in counts {
        for backend in Backend::ALL {
            let worker = Worker {
                backend,
                memory: false,
            };
            let task = Task::Build {
                model: name.to_owned(),
            };
            let reply = worker.run(&quick(), task, |_| ()).unwrap();
            assert_eq!(
                reply,
                Reply::Built {
                    dsl: parameters,
                    handwritten: Some(parameters),
                }
            );
        }
    }
}

/// Losses of ten steps fall, so the traces that are compared are of programs that learn.
#[test]
fn programs_learn() {
    for backend in Backend::ALL {
        let worker = Worker {
            backend,
            memory: false,
        };
        let task = Task::Trace {
            model: "simple_mlp".to_owned(),
            side: Side::Dsl,
            variant: Variant::WithoutDropout,
        };
        let Reply::Trace(trace) = worker.run(&quick(), task, |_| ()).unwrap() else {
            panic!("a trace was asked for");
        };
        assert_eq!(trace.losses.len(), sameness::STEPS);
        assert!(
            trace.losses[9] < 0.8 * trace.losses[0],
            "{backend}: {:?}",
            trace.losses
        );
    }
}

/// A whole run: every figure of the report is there, and makes sense.
#[test]
fn a_run_measures_everything() {
    let record = Suite::new()
        .backends(Backend::ALL)
        .models(["simple_mlp"])
        .profile(Profile::Quick)
        .epochs(3)
        .record(|_| ())
        .unwrap();
    assert_eq!(record.cells.len(), Backend::ALL.len());
    for cell in &record.cells {
        assert_eq!(cell.failed, None);
        assert_eq!(cell.parameters, Some(101_770));
        assert_eq!(cell.effective_threads, Some(1), "{}", cell.backend);
        assert!(cell.sameness.as_ref().unwrap().same);
        let compile = cell.compile.as_ref().unwrap();
        assert!(compile.parse.median().unwrap() > 0.0);
        assert!(compile.generated_bytes > 1_000);
        let sides = [
            cell.dsl.as_ref().unwrap(),
            cell.handwritten.as_ref().unwrap(),
        ];
        for side in sides {
            assert_eq!(side.failed, None);
            assert_eq!(side.epochs.len(), 3);
            assert!(side.build.median().unwrap() > 0.0);
            assert!(side.predict.median().unwrap() > 0.0);
            assert!(side.predict_one.median().unwrap() > 0.0);
            for epoch in &side.epochs {
                assert_eq!(epoch.images, 1_000);
                assert!(epoch.seconds > 0.0);
            }
            let last = side.epochs.last().unwrap();
            assert!(last.test_accuracy > 0.5, "{}", last.test_accuracy);
            assert!(last.test_loss < side.epochs[0].test_loss);
            for memory in &side.memory {
                // Weights, gradients and Adam's two moments: four times 101,770 floats.
                assert!(memory.process_peak > 4 * 4 * 101_770, "{memory:?}");
                assert!(memory.process_peak < 200 << 20, "{memory:?}");
                assert!(memory.rust_heap_peak < memory.process_peak, "{memory:?}");
                assert!(memory.vm_hwm > memory.process_peak, "{memory:?}");
            }
            assert!(!side.memory.is_empty());
        }
        // One seed, one network, one order: both sides learn the same.
        assert_eq!(sides[0].epochs[2].train_loss, sides[1].epochs[2].train_loss);
        assert_eq!(
            sides[0].epochs[2].test_accuracy,
            sides[1].epochs[2].test_accuracy
        );
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let unknown = Suite::new().models(["nope"]).run().unwrap_err().to_string();
    assert!(
        unknown.contains("no model `nope`; there are cnn, deep_mlp"),
        "{unknown}"
    );
    assert!(Suite::new().epochs(0).run().is_err());
    assert!(Suite::new().threads(0).run().is_err());
    assert!(Suite::new().backends([]).run().is_err());
}

#[test]
fn a_model_without_a_program_fails_alone() {
    let worker = Worker {
        backend: Backend::ALL[0],
        memory: false,
    };
    let build = |model: &str| Task::Build {
        model: model.to_owned(),
    };
    let replies = worker
        .run_all(&quick(), vec![build("nope"), build("cnn")], |_| ())
        .unwrap();
    assert!(replies[0].is_err());
    assert!(replies[1].is_ok());
    assert!(
        registry::models()
            .unwrap()
            .iter()
            .all(|model| model.name != "nope")
    );
}

/// Were the worker left alone, it would train all five epochs and end well.
#[test]
fn a_worker_ends_with_the_process_that_started_it() {
    let folder = std::env::current_exe().unwrap();
    let folder = folder.ancestors().nth(2).unwrap();
    let request = serde_json::json!({
        "plan": { "profile": "default", "threads": 1, "seed": 1, "epochs": 5 },
        "tasks": [{ "train": { "model": "cnn", "side": "dsl" } }],
    });
    let mut worker = Command::new(folder.join(format!("neural-bench-{}", Backend::ALL[0])))
        .arg(request.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(worker.stdin.take());
    assert!(!worker.wait().unwrap().success());
}
