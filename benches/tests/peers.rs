//! The peers: what is made of figures, and the suite's own programs as contestants. The peers in Python are run by
//! `neural-bench peers`, which fetches some gigabytes, and by no test.

use neural_bench::Backend;
use neural_bench::dataset::Dataset;
use neural_bench::peers::{
    self, Contest, Contestant, Effort, Entrant, Evidence, Figures, Milestone, Process, Proof,
    Quantity, SCHEMA, markdown, ratios,
};
use neural_bench::plan::{Plan, Profile};
use neural_bench::worker::{Event, Program, Reply, Task, Worker};
use neural_bench::{environment, sameness};
use neural_statistics::Verdict;

fn entrant(contestant: Contestant) -> Entrant {
    Entrant {
        model: "simple_mlp".to_owned(),
        backend: Backend::Torch,
        contestant,
    }
}

/// A process whose every time is `seconds`.
fn process(round: usize, contestant: Contestant, seconds: f64) -> Process {
    Process {
        round,
        entrant: entrant(contestant),
        imported: Some(1.0),
        first_batch: Some(1.0 + seconds),
        seconds: 5.0,
        figures: Some(Figures {
            version: "1".to_owned(),
            threads: 1,
            epochs: vec![seconds, 100.0 * seconds, seconds],
            steps: vec![seconds],
            predictions: vec![seconds],
            resident: 1_000,
            peak: 1_000 + (1e6 * seconds) as u64,
            anonymous: Some(600),
            files: Some(900),
        }),
        failed: None,
    }
}

fn evidence(processes: Vec<Process>) -> Evidence {
    let proof = |contestant, same| Proof {
        entrant: entrant(contestant),
        same,
        detail: "as was seen".to_owned(),
    };
    Evidence {
        schema: SCHEMA.to_owned(),
        environment: environment::read(),
        python: "Python 3".to_owned(),
        plan: (&Plan::default()).into(),
        dataset: Dataset::synthetic_for(&[2], 2, 1, 4).record(),
        effort: Effort::default(),
        seed: 1,
        proofs: vec![
            proof(Contestant::Generated, true),
            proof(Contestant::Eager, true),
            proof(Contestant::Compile, false),
        ],
        processes,
    }
}

/// Twelve rounds in which the machine gets ten times slower, and both sides with it.
fn twelve_rounds() -> Vec<Process> {
    let mut processes = Vec::new();
    for round in 1..=12 {
        let pace = 1.0 + 0.8 * round as f64;
        let wobble = if round % 2 == 0 { 1.001 } else { 1.0 };
        processes.push(process(round, Contestant::Generated, pace * wobble));
        processes.push(process(round, Contestant::Eager, 2.0 * pace));
    }
    processes
}

#[test]
fn a_ratio_is_taken_within_a_round() {
    let mut processes = twelve_rounds();
    // Of these two no ratio can be taken.
    processes.push(process(13, Contestant::Generated, 500.0));
    let mut failed = process(13, Contestant::Eager, 1.0);
    failed.figures = None;
    failed.failed = Some("it ended".to_owned());
    processes.push(failed);
    let evidence = evidence(processes);
    let ratios = ratios(&evidence);
    let epoch = ratios
        .iter()
        .find(|it| it.quantity == Quantity::Epoch && it.against == entrant(Contestant::Eager))
        .unwrap();
    let estimate = epoch.estimate.unwrap();
    assert_eq!(estimate.processes, 12);
    assert!((estimate.mean - 0.5f64.ln()).abs() < 0.001, "{estimate:?}");
    assert_eq!(epoch.judgement.unwrap().verdict, Verdict::Less);
    // The importing is in one of both, and the same for both sides.
    let of = |quantity| {
        let mut all = ratios.iter();
        let ratio = all.find(|it| it.quantity == quantity && it.estimate.is_some());
        ratio.unwrap().estimate.unwrap().mean
    };
    assert!(of(Quantity::FirstBatchNet) < of(Quantity::FirstBatch));
    assert!(of(Quantity::PeakNet) < of(Quantity::Peak));
    assert!(of(Quantity::PeakOwn) < of(Quantity::PeakNet));
}

#[test]
fn the_report_names_what_is_not_the_same_and_what_failed() {
    let mut processes = twelve_rounds();
    let mut failed = process(13, Contestant::Eager, 1.0);
    failed.figures = None;
    failed.failed = Some("much before\nit ended".to_owned());
    processes.push(failed);
    let evidence = evidence(processes);
    let text = markdown(&evidence, &ratios(&evidence));
    for part in [
        "| PyTorch | **0.500** [",
        "| torch.compile | – (–) |",
        "simple_mlp/torch, torch.compile: NOT SHOWN TO BE THE SAME; as was seen",
        "round 13, simple_mlp/torch, PyTorch: it ended",
        "25 processes in 13 rounds",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("## tensorflow"), "{text}");
}

#[test]
fn the_page_has_a_bar_for_each_contestant() {
    let mut processes = twelve_rounds();
    let mut failed = process(13, Contestant::Eager, 1.0);
    failed.figures = None;
    failed.failed = Some("it met <a & b>".to_owned());
    processes.push(failed);
    let evidence = evidence(processes);
    let page = peers::page(&evidence, &ratios(&evidence));
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..Default::default()
    };
    let document = roxmltree::Document::parse_with_options(&page, options).unwrap();
    // Of two contestants that were measured, the slower one's bar is the longest, twice the other's.
    let bars: Vec<&str> = (document.descendants())
        .filter(|node| node.has_tag_name("rect"))
        .filter_map(|node| node.attribute("width"))
        .take(2)
        .collect();
    let width = |bar: &str| bar.trim_end_matches('%').parse::<f64>().unwrap();
    assert!(
        (width(bars[0]) / width(bars[1]) - 0.5).abs() < 0.02,
        "{bars:?}"
    );
    let text: String = (document.descendants())
        .filter(|node| node.is_text())
        .filter_map(|node| node.text())
        .collect();
    for part in [
        "0.500 [",
        "not shown to be the same; as was seen",
        "it met <a & b>",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn evidence_survives_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let evidence = evidence(twelve_rounds());
    evidence.write(folder.path()).unwrap();
    assert_eq!(Evidence::read(folder.path()).unwrap(), evidence);
}

/// The suite's own programs train on the data of a folder, and say what they have reached.
#[test]
fn generated_programs_are_contestants() {
    let plan = Plan {
        profile: Profile::Quick,
        ..Plan::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let data = Dataset::synthetic_for(&[28, 28, 1], 10, 1, 300);
    data.write(folder.path(), 300, 128).unwrap();
    let effort = Effort {
        epochs: 2,
        steps: 10,
        predictions: 10,
        ..Effort::default()
    };
    for backend in Backend::ALL {
        let worker = Worker {
            backend,
            memory: false,
        };
        let program = Program::of(worker).unwrap();
        let program = program.with_data(folder.path().to_path_buf());
        let task = Task::Contest(Contest {
            model: "simple_mlp".to_owned(),
            program: Contestant::Generated,
            seed: 1,
            batch_size: 128,
            weights: None,
            effort,
        });
        let mut reached = Vec::new();
        let mut replies = program
            .run_all(&plan, vec![task], |event| {
                if let Event::Milestone(milestone) = event {
                    reached.push(*milestone);
                }
            })
            .unwrap();
        assert_eq!(reached, [Milestone::Imported, Milestone::FirstBatch]);
        let Reply::Contest(figures) = replies.remove(0).unwrap() else {
            panic!("another reply");
        };
        assert_eq!(
            [
                figures.epochs.len(),
                figures.steps.len(),
                figures.predictions.len()
            ],
            [2, 10, 10]
        );
        assert!(figures.peak > figures.resident, "{figures:?}");
        assert!(figures.anonymous < Some(figures.resident), "{figures:?}");
        assert!(figures.files > Some(0), "{figures:?}");
    }
}

#[test]
fn losses_that_differ_are_no_proof() {
    let close = |theirs: &[f32]| sameness::close_losses(&[2.0, 1.0], theirs, 1e-3);
    assert!(close(&[2.0, 1.0005]).is_ok());
    assert!(close(&[2.0, 1.01]).unwrap_err().contains("loss of step 2"));
    assert!(close(&[2.0]).is_err());
    assert!(close(&[2.0, f32::NAN]).is_err());
}
