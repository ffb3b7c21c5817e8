//! Growth: what is made of figures that are known, and the measuring itself at small sizes.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use neural_bench::Backend;
use neural_bench::dataset::Dataset;
use neural_bench::growth::{
    Call, Course, Curve, Effort, Evidence, Form, Grid, Growth, Point, Sweep, curves, figures,
    markdown, page, repeated, svg,
};
use neural_bench::plan::{Plan, Profile};
use neural_bench::report::write_atomic;
use neural_bench::subject::Side;
use neural_bench::worker::{Program, Reply, Task, Worker};
use neural_dsl::network::Operation;

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/growth")
}

fn evidence() -> Evidence {
    Evidence::read(&fixture()).expect("the fixture is whole")
}

fn find<'c>(curves: &'c [Curve], sweep: Sweep, name: &str) -> &'c Curve {
    let mut all = curves.iter();
    all.find(|it| it.sweep == sweep && it.name == name)
        .expect("the curve is there")
}

#[test]
fn the_report_is_as_expected() {
    let evidence = evidence();
    let text = markdown(&evidence, &curves(&evidence));
    let path = fixture().join("report.md");
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        write_atomic(&path, &text).unwrap();
    }
    let expected = fs::read_to_string(path).unwrap();
    assert!(
        expected == text,
        "see fixtures/growth/README.md. It is now:\n{text}"
    );
}

#[test]
fn what_was_put_in_comes_out() {
    let curves = curves(&evidence());
    let fit = find(&curves, Sweep::Batch, "generated, 1 thread")
        .fit
        .clone()
        .unwrap();
    assert!(fit.form() == Form::Line && fit.off_line < 0.01, "{fit:?}");
    for (mean, truth) in [(&fit.intercept, 1e-3), (&fit.slope, 1e-5)] {
        assert!((mean.value / truth - 1.0).abs() < 0.01, "{mean:?}");
        assert!(mean.interval_95.unwrap().contains(truth), "{mean:?}");
    }
    let images = find(&curves, Sweep::Images, "generated, 1 thread");
    let slope = images.fit.as_ref().unwrap().slope;
    assert!(slope.interval_95.unwrap().contains(2e-4), "{slope:?}");

    let width = find(&curves, Sweep::Width, "torch, 1 thread");
    let fit = width.fit.as_ref().unwrap();
    assert_eq!(fit.form(), Form::Power, "{fit:?}");
    assert!((fit.exponent.value - 2.0).abs() < 1e-3, "{fit:?}");
    // The figure of a process is the median of its calls, the place's that of its processes.
    assert_eq!(width.places[0].processes, 3);
    assert!((width.places[0].median - 1e-7 * 32.0 * 32.0).abs() < 1e-9);
    assert!(width.places[0].low < width.places[0].median);
}

#[test]
fn a_process_that_failed_draws_no_curve() {
    let curves = curves(&evidence());
    assert!(curves.iter().all(|it| it.name != "hand-written, 2 threads"));
}

#[test]
fn the_page_is_well_formed_and_holds_every_figure() {
    let evidence = evidence();
    let curves = curves(&evidence);
    let page = page(&evidence, &curves);
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..Default::default()
    };
    let document = roxmltree::Document::parse_with_options(&page, options).unwrap();
    let pictures = document
        .descendants()
        .filter(|it| it.tag_name().name() == "svg");
    let figures = figures(&curves);
    assert_eq!((pictures.count(), figures.len()), (4, 4));
    let text: String = (document.descendants().filter(|it| it.is_text()))
        .filter_map(|it| it.text())
        .collect();
    for part in [
        "cnn <b> on tensorflow",
        "then it met | and <a & b>",
        "images in a step",
        "a power",
        "Left out: depth",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let files: Vec<String> = figures.iter().map(|it| it.file()).collect();
    assert_eq!(
        files,
        [
            "batch-simple_mlp-on-torch.svg",
            "images-cnn--b--on-tensorflow.svg",
            "width.svg",
            "compiler.svg"
        ]
    );
}

/// A mark for each size of each curve, the axes' sizes and their units.
#[test]
fn a_picture_shows_what_was_measured() {
    let curves = curves(&evidence());
    let figures = figures(&curves);
    let picture = svg(&figures[0]);
    let document = roxmltree::Document::parse(&picture).unwrap();
    // Dots and rings, each curve's once more in the legend; the third curve is the twin's.
    let circles = document
        .descendants()
        .filter(|it| it.tag_name().name() == "circle");
    assert_eq!(circles.count(), 2 * (6 + 1));
    let texts: Vec<String> = (document.descendants())
        .filter(|it| it.tag_name().name() == "text")
        .filter_map(|it| Some(it.text()?.trim().to_owned()))
        .collect();
    for part in [
        "1,024",
        "10 ms",
        "images in a step",
        "time of a step",
        "hand-written, 1 thread",
    ] {
        assert!(texts.iter().any(|it| it == part), "{part}: {texts:?}");
    }
}

#[test]
fn evidence_survives_its_file_and_another_form_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut evidence = evidence();
    evidence.write(folder.path()).unwrap();
    assert_eq!(Evidence::read(folder.path()).unwrap(), evidence);
    evidence.schema = "neural-bench/growth/0".to_owned();
    evidence.write(folder.path()).unwrap();
    let refused = Evidence::read(folder.path()).unwrap_err();
    assert!(
        refused.to_string().contains("neural-bench/growth/1"),
        "{refused}"
    );
}

#[test]
fn calls_are_made_until_there_are_enough() {
    let effort = Effort {
        seconds: 1.0,
        most: 5,
        warm_up: 0.5,
    };
    let count = |seconds: f64| {
        let mut calls = 0;
        let samples = effort.samples(|| {
            calls += 1;
            Ok::<_, ()>(seconds)
        });
        (samples.unwrap().len(), calls)
    };
    // By time, by number, and one that is longer than all of it.
    assert_eq!(count(0.25), (4, 2 + 4));
    assert_eq!(count(0.125), (5, 4 + 5));
    assert_eq!(count(30.0), (1, 1 + 1));
    assert_eq!(effort.samples(|| Err(())), Err(()));
}

#[test]
fn copies_of_the_pinned_file_are_sound_and_of_different_names() {
    let once = neural_dsl::check(&repeated(1)).unwrap().networks.len();
    let checked = neural_dsl::check(&repeated(3)).unwrap();
    assert_eq!(checked.networks.len(), 3 * once);
    assert_eq!(checked.warnings, []);
}

/// Their names say their sizes, from which the sweeps are made.
#[test]
fn the_networks_of_growing_size_have_the_size_that_they_say() {
    for sweep in Sweep::OF_NETWORKS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("growth/{sweep}.neural"));
        let checked = neural_dsl::check(&fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(checked.networks.len(), 6);
        for network in checked.networks {
            let units: Vec<u64> = (network.nodes.iter())
                .filter_map(|node| match &node.operation {
                    Operation::Dense(dense) => Some(dense.units),
                    _ => None,
                })
                .collect();
            let hidden = &units[..units.len() - 1];
            let size = match sweep {
                Sweep::Width => hidden[0],
                _ => hidden.len() as u64,
            };
            let start = if sweep == Sweep::Width {
                "Width"
            } else {
                "Depth"
            };
            assert_eq!(network.name, format!("{start}{size}"));
            assert_eq!(network.training.batch_size, 128);
        }
    }
}

/// Steps and epochs of several sizes in one process, in the order that was asked for.
#[test]
fn workers_measure_what_they_are_asked() {
    let folder = tempfile::tempdir().unwrap();
    let data = Dataset::synthetic_for(&[28, 28, 1], 10, 1, 300);
    data.write(folder.path(), 300, 128).unwrap();
    let point = |call| Point {
        model: "simple_mlp".to_owned(),
        call,
    };
    for backend in Backend::ALL {
        let worker = Worker {
            backend,
            memory: false,
        };
        let program = Program::of(worker).unwrap();
        let program = program.with_data(folder.path().to_path_buf());
        for side in Side::PAIR {
            let task = Task::Growth(Course {
                side,
                // More images than there are, too.
                points: vec![
                    point(Call::Epoch(700)),
                    point(Call::Step(1)),
                    point(Call::Step(512)),
                    point(Call::Epoch(50)),
                ],
                effort: Effort {
                    seconds: 60.0,
                    most: 5,
                    warm_up: 0.0,
                },
            });
            let mut replies = program
                .run_all(&Plan::default(), vec![task], |_| ())
                .unwrap();
            let Reply::Growth(seconds) = replies.remove(0).unwrap() else {
                panic!("another reply");
            };
            let median = |of: usize| {
                let mut sorted = seconds[of].clone();
                sorted.sort_by(f64::total_cmp);
                sorted[2]
            };
            assert!(seconds.iter().all(|it| it.len() == 5), "{seconds:?}");
            assert!(
                median(0) > median(3) && median(2) > median(1),
                "{seconds:?}"
            );
        }
    }
}

#[test]
fn a_run_keeps_its_evidence_and_says_what_it_has_not_got() {
    let folder = tempfile::tempdir().unwrap();
    let growth = Growth {
        sweeps: vec![Sweep::Width, Sweep::Compiler],
        models: Vec::new(),
        backends: Vec::new(),
        threads: vec![1],
        grid: Grid::quick(),
        effort: Effort::QUICK,
        profile: Profile::Quick,
        budget: Duration::from_secs(3),
        seed: 1,
    };
    let evidence = growth.run(folder.path(), &mut |_| ()).unwrap();
    assert_eq!(Evidence::read(folder.path()).unwrap(), evidence);
    assert!(!evidence.compilations.is_empty());
    assert_eq!(evidence.failures(), [""; 0]);
    assert_eq!(evidence.left_out.is_empty(), cfg!(feature = "growth"));
    let curves = curves(&evidence);
    assert_eq!(curves.len(), 4);
    let longest = |curve: &Curve| curve.places.last().unwrap().median;
    assert!(
        longest(&curves[0]) > curves[0].places[0].median,
        "{curves:?}"
    );
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let growth = |sweep, model: &str| Growth {
        sweeps: vec![sweep],
        models: vec![model.to_owned()],
        backends: Vec::new(),
        threads: vec![1],
        grid: Grid::quick(),
        effort: Effort::QUICK,
        profile: Profile::Quick,
        budget: Duration::from_secs(1),
        seed: 1,
    };
    let folder = tempfile::tempdir().unwrap();
    for (growth, why) in [
        (growth(Sweep::Batch, "nope"), "no model `nope`"),
        (growth(Sweep::Width, ""), "--features neural-bench/growth"),
    ] {
        let error = growth.run(folder.path(), &mut |_| ()).unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
    }
}
