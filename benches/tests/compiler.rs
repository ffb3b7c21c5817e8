//! `neural-bench compiler`: that every stage is measured, and what the report makes of figures. The Python package is run
//! by `neural-bench compiler --python`, which fetches some gigabytes, and by no test.

use neural_bench::compiler::{
    self, Attempt, Beside, Effort, Evidence, Figures, Made, Output, Request, SCHEMA, Side, Source,
    Stage, Text, Timing,
};
use neural_bench::{Backend, environment};

fn source(text: &str) -> Source {
    Source {
        name: "small".to_owned(),
        text: text.to_owned(),
    }
}

fn sound() -> Source {
    source(
        "network Small {\n  input: (4)\n  layers: Output(2, activation=softmax)\n  \
         loss: sparse_categorical_crossentropy\n}\n",
    )
}

/// A text whose stages take these milliseconds, in the order of [`Stage::ALL`]; one round of four is slow.
fn text(name: &str, milliseconds: [f64; 7]) -> Text {
    let timings = Stage::ALL.into_iter().zip(milliseconds);
    let timing = |(stage, milliseconds)| Timing {
        stage,
        calls: 1,
        seconds: [1.0, 9.0, 1.0, 1.0]
            .map(|pace| pace * milliseconds / 1e3)
            .to_vec(),
    };
    Text {
        name: name.to_owned(),
        bytes: 4_000,
        networks: 2,
        generated: vec![(Backend::Torch, 10_000), (Backend::Tensorflow, 20_000)],
        timings: timings.map(timing).collect(),
    }
}

fn evidence(beside: Option<Beside>) -> Evidence {
    Evidence {
        schema: SCHEMA.to_owned(),
        environment: environment::read(),
        texts: vec![text("two", [2.0, 3.0, 1.0, 4.0, 6.0, 8.5, 10.5])],
        failures: Vec::new(),
        beside,
    }
}

/// Twelve rounds in which the machine gets slower, and both sides with it.
fn beside() -> Beside {
    let attempt = |round, side, seconds: f64| {
        let made = Output::ALL.map(|output| Made {
            text: "small".to_owned(),
            output,
            characters: (output != Output::Model).then_some(1_234),
            seconds: vec![seconds, 50.0 * seconds, seconds],
        });
        Attempt {
            round,
            side,
            figures: Some(Figures {
                compiler: format!("{side:?} 1"),
                made: made.to_vec(),
            }),
            failed: None,
        }
    };
    let mut attempts = Vec::new();
    for round in 1..=12 {
        let pace = 1e-6 * round as f64;
        attempts.push(attempt(round, Side::Package, 150.0 * pace));
        attempts.push(attempt(round, Side::Ours, pace));
    }
    attempts.push(Attempt {
        round: 13,
        side: Side::Package,
        figures: None,
        failed: Some("it ended".to_owned()),
    });
    Beside {
        python: "Python 3".to_owned(),
        request: Request {
            texts: vec![sound()],
            effort: Effort::default(),
        },
        attempts,
    }
}

#[test]
fn every_stage_of_every_text_is_measured_in_every_round() {
    let broken = Source {
        name: "broken".to_owned(),
        text: "network Broken {".to_owned(),
    };
    let mut rounds = 0;
    let (texts, failures) =
        compiler::measure(&[sound(), broken], 5, |_| rounds += 1).expect("five rounds");
    assert!(rounds > 5, "{rounds}");
    assert_eq!([texts.len(), failures.len()], [1, 1]);
    assert!(failures[0].reason.contains("broken.neural does not check"));
    let text = &texts[0];
    for stage in Stage::ALL {
        let seconds = text.seconds(stage);
        assert_eq!(seconds.len(), 5, "{stage}");
        assert!(seconds.iter().all(|&it| it > 0.0), "{stage}: {seconds:?}");
    }
    // The whole has all the others in it.
    let median = |stage| text.quantity(stage).expect("samples").median;
    assert!(median(Stage::Whole(Backend::Torch)) > median(Stage::Pest));
    assert_eq!(text.networks, 1);
    assert!(text.generated.iter().all(|(_, bytes)| *bytes > 1_000));
    assert!(compiler::measure(&[sound()], 0, |_| ()).is_err());
}

#[test]
fn the_fixture_and_the_models_are_measured() {
    let sources = compiler::sources().unwrap();
    for name in ["twenty_networks", "cnn", "deep_mlp", "simple_mlp"] {
        let source = sources.iter().find(|source| source.name == name);
        assert!(source.unwrap().compiled().is_ok(), "{name}");
    }
}

#[test]
fn the_report_says_where_the_time_goes() {
    let report = compiler::markdown(&evidence(None));
    for part in [
        "Medians of 4 rounds",
        "| pest alone | 2.000 ms (2.000 ms to 6.000 ms) |",
        "| the whole, torch, a network | 4.250 ms |",
        // 4,000 bytes in 2 ms.
        "| pest alone | 2.00 |",
        // Of 3 + 1 + 4 ms.
        "| torch: pest | 25.0 % |",
        "| torch: tree | 12.5 % |",
        "| torch: check | 12.5 % |",
        "| torch: generate | 50.0 % |",
        "| torch: sum | 8.000 ms |",
        "| tensorflow: generate | 60.0 % |",
        // The slow round is slow for both.
        "| parse | 1.50 (1.50 to 1.50) |",
        "| bytes of programs, tensorflow | 20,000 |",
    ] {
        assert!(report.contains(part), "{part}\n{report}");
    }
    assert!(!report.contains("Python"), "{report}");
}

#[test]
fn ratios_are_taken_within_a_round() {
    let beside = beside();
    let ratios = compiler::ratios(&beside);
    assert_eq!(ratios.len(), 3);
    for ratio in ratios {
        let estimate = ratio.estimate.expect("twelve rounds");
        assert_eq!(estimate.processes, 12);
        assert!((estimate.mean - 150f64.ln()).abs() < 1e-9, "{estimate:?}");
    }
    let report = compiler::markdown(&evidence(Some(beside)));
    for part in [
        "How many times as long Package 1 takes as Ours 1",
        "| text to model | **150** [150, 150] (975.0 µs, 6.500 µs) |",
        "| characters of the program: text to program, PyTorch | 1,234, 1,234 |",
        "FAILED in round 13, Package: it ended",
    ] {
        assert!(report.contains(part), "{part}\n{report}");
    }
}

#[test]
fn a_process_answers_what_it_is_asked() {
    let request = Request {
        texts: vec![sound(), source(compiler::FIXTURE)],
        effort: Effort {
            warm_up: 0.0,
            seconds: 60.0,
            rounds: 3,
        },
    };
    let figures = compiler::answer(&request).expect("both texts are sound");
    assert_eq!(figures.made.len(), 6);
    for made in &figures.made {
        assert_eq!(made.seconds.len(), 3, "{made:?}");
        assert_eq!(made.characters.is_none(), made.output == Output::Model);
    }
    // Time is up after the first round, which is ended.
    let effort = Effort {
        seconds: 0.0,
        ..request.effort
    };
    let figures = compiler::answer(&Request { effort, ..request }).expect("as before");
    assert!(figures.made.iter().all(|made| made.seconds.len() == 1));
    let broken = Request {
        texts: vec![source("network A {")],
        effort,
    };
    assert!(compiler::answer(&broken).is_err());
}

#[test]
fn evidence_survives_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let evidence = evidence(Some(beside()));
    evidence.write(folder.path()).unwrap();
    assert_eq!(Evidence::read(folder.path()).unwrap(), evidence);
}
