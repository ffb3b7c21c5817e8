//! Reports from fixtures: what they say, that they fit their schema, and what is refused.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use neural_bench::record::Record;
use neural_bench::report::{Report, Source, compare, read_report, write_atomic};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn fixture(name: &str) -> PathBuf {
    root().join("fixtures/report").join(name)
}

/// A copy of a fixture whose files are all of one time: git keeps none.
fn copied(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&fixture(name), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).expect("a copy");
            set_time(&target, "2025-03-01T10:30:00Z");
        }
    }
}

fn set_time(path: &Path, time: &str) {
    let time = humantime::parse_rfc3339(time).expect("a time");
    let file = File::options().write(true).open(path).expect("a file");
    file.set_modified(time).expect("the time can be set");
}

fn report(name: &str) -> Report {
    let folder = copied(name);
    let criterion = folder.path().join("criterion");
    Report::read(folder.path(), Some(&criterion)).expect("the fixture is whole")
}

fn record(name: &str) -> Record {
    let text = fs::read_to_string(fixture(name)).expect("the fixture is there");
    serde_json::from_str(&text).expect("the fixture is a record")
}

/// Compares with the expected text, or writes it where that is asked for.
fn expect(path: &Path, actual: &str) {
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        write_atomic(path, actual).expect("the fixture can be written");
    }
    let expected = fs::read_to_string(path).expect("the fixture is there");
    let name = path.file_name().expect("a file");
    assert!(
        expected == actual,
        "{name:?} is not as expected; see fixtures/report/README.md. It is now:\n{actual}"
    );
}

#[test]
fn reports_are_as_expected() {
    for name in ["run", "bench", "synthetic"] {
        let report = report(name);
        let folder = fixture(name);
        expect(&folder.join("report.md"), &report.to_markdown());
        expect(
            &folder.join("report.json"),
            &report.to_json().expect("JSON"),
        );
        expect(&folder.join("table.txt"), &report.table());
    }
}

#[test]
fn the_table_fits_a_terminal() {
    for name in ["run", "bench", "synthetic"] {
        for line in report(name).table().lines() {
            let is_figures = !line.starts_with("FAILED") && !line.starts_with("SYNTHETIC");
            assert!(!is_figures || line.chars().count() <= 110, "{line}");
        }
    }
}

#[test]
fn the_schema_is_that_of_the_report() {
    let mut schema = serde_json::to_string_pretty(&Report::json_schema()).expect("JSON");
    schema.push('\n');
    expect(&root().join("docs/report.schema.json"), &schema);
}

#[test]
fn every_field_is_explained() {
    let page = fs::read_to_string(root().join("docs/report.md")).expect("the page");
    let schema = fs::read_to_string(root().join("docs/report.schema.json")).expect("the schema");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    let definitions = schema["$defs"].as_object().expect("definitions").values();
    for object in definitions.chain([&schema]) {
        for field in object["properties"].as_object().into_iter().flatten() {
            let field = field.0;
            assert!(page.contains(&format!("`{field}`")), "{field}");
        }
    }
}

#[test]
fn a_report_comes_back_from_its_json() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("below/report.json");
    for name in ["run", "bench"] {
        let report = report(name);
        write_atomic(&path, report.to_json().expect("JSON")).expect("it can be written");
        assert_eq!(read_report(&path).expect("it can be read"), report);
    }
    let files = fs::read_dir(path.parent().expect("a folder")).expect("it can be listed");
    assert_eq!(files.count(), 1, "nothing is left beside the file");
}

#[test]
fn what_failed_is_listed_with_its_reason() {
    let failed = report("run").failed();
    let failed: Vec<_> = failed
        .iter()
        .map(|it| (it.model.as_str(), it.backend.as_str(), it.side))
        .collect();
    assert_eq!(
        failed,
        [
            ("simple_mlp", "tensorflow", None),
            ("deep_mlp", "torch", Some("handwritten")),
            ("broken", "torch", None),
            ("cnn", "torch", None),
        ]
    );
    assert!(report("synthetic").failed().is_empty());
}

#[test]
fn a_loss_that_is_not_finite_is_left_out() {
    let mut record = record("run/run.json");
    let side = record.cells[0].dsl.as_mut().expect("a side");
    side.epochs[1].test_loss = f64::NAN;
    side.predict.0[0] = f64::INFINITY;
    let report = Report::from_record(record);
    let cell = report.cell("simple_mlp", "torch").expect("a cell");
    let side = cell.dsl.as_ref().expect("a side");
    assert_eq!(side.test_loss(), None);
    assert_eq!(side.predict_128_seconds, None);
    let json = report.to_json().expect("JSON");
    assert_eq!(
        serde_json::from_str::<Report>(&json).expect("a report"),
        report
    );
    assert!(report.to_markdown().contains("not finite"));
}

#[test]
fn two_reports_can_be_compared() {
    let first = report("run");
    let mut second = first.clone();
    let side = second.cells[0].dsl.as_mut().expect("a side");
    side.training_seconds = side.training_seconds.map(|seconds| seconds * 1.5);
    let [first, second] =
        [first, second].map(|report| report.cells[0].dsl.clone().expect("a side"));
    let differences = compare(&second, &first);
    let changed: Vec<_> = differences.iter().filter(|it| it.absolute != 0.0).collect();
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0].quantity, "training_seconds");
    assert_eq!(changed[0].percent.map(f64::round), Some(50.0));
}

#[test]
fn figures_of_another_time_than_the_record_are_kept_apart() {
    for time in ["2025-03-01T09:59:00Z", "2025-03-01T10:31:00Z"] {
        let folder = copied("bench");
        let criterion = folder.path().join("criterion");
        set_time(
            &criterion.join("cnn_torch/epoch_dsl/new/estimates.json"),
            time,
        );

        let report = Report::read(folder.path(), Some(&criterion)).expect("a report");
        let cell = report.cell("cnn", "torch").expect("a cell");
        let side = cell.dsl.as_ref().expect("a side");
        // What is left is the epoch that the record itself has.
        let epoch = side.epoch_seconds.as_ref().expect("an epoch");
        assert_eq!(epoch.source, Source::Record);
        let build = side.build_seconds.as_ref().expect("a build");
        assert_eq!(build.source, Source::Criterion);
        let apart = report.criterion.iter().filter(|it| it.run.is_none());
        let apart: Vec<_> = apart.map(|it| it.full_id.as_str()).collect();
        assert_eq!(apart, ["cnn/torch/epoch/dsl", "simple_mlp/torch/epoch/dsl"]);
    }
}

#[test]
fn criterion_without_a_folder_is_a_note() {
    let report = Report::read(&fixture("bench"), Some(&fixture("nowhere"))).expect("a report");
    assert!(report.criterion.is_empty());
    assert!(
        report.notes[0].contains("no figures for `cnn/torch`"),
        "{:?}",
        report.notes
    );
}

#[test]
fn what_cannot_be_read_is_refused_with_a_message() {
    for (name, message) in [
        ("nowhere", "run `cargo bench` or `neural-bench run` first"),
        ("other_schema", "neural-bench/record/2"),
        ("half", "is not whole JSON"),
    ] {
        let error = Report::read(&fixture(name), None).expect_err(name);
        assert!(format!("{error:#}").contains(message), "{error:#}");
    }
    let error = read_report(fixture("nowhere/report.json")).expect_err("nowhere");
    assert!(format!("{error}").contains("no report at"), "{error}");
    let error = read_report(fixture("run/run.json")).expect_err("a record");
    assert!(
        format!("{error}").contains("neural-bench/record/1"),
        "{error}"
    );
}

#[test]
fn a_file_that_cannot_be_written_leaves_the_old_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.md");
    write_atomic(&path, "old").expect("it can be written");
    // A folder of the name cannot be replaced by a file.
    let taken = folder.path().join("taken");
    fs::create_dir_all(taken.join("inside")).expect("a folder");
    let error = write_atomic(&taken, "new").expect_err("a folder is in the way");
    assert!(
        format!("{error:#}").contains("could not write"),
        "{error:#}"
    );
    assert_eq!(fs::read_to_string(&path).expect("the old file"), "old");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
}
