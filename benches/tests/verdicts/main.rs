//! Verdicts and reports from evidence alone.

mod changes;
mod controls;
mod maker;
mod page;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use neural_bench::evidence::Bundle;
use neural_bench::report::write_atomic;
use neural_bench::verdict::{self, Verdicts};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The bundle among the fixtures.
fn fixture() -> PathBuf {
    root().join("fixtures/evidence/two_models")
}

fn renewed() -> bool {
    std::env::var_os("UPDATE_FIXTURES").is_some()
}

/// Compares with the expected text, or writes it where that is asked for.
fn expect(path: &Path, actual: &str) {
    if renewed() {
        write_atomic(path, actual).expect("the fixture can be written");
    }
    let expected = fs::read_to_string(path).expect("the fixture is there");
    let differs = expected.lines().zip(actual.lines()).find(|(a, b)| a != b);
    assert!(
        expected == actual,
        "{} is not as expected, see fixtures/evidence/README.md; the first difference: {differs:?}",
        path.display()
    );
}

/// The files below a folder by their path in it, but for the report.
fn files(folder: &Path, inner: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder.join(inner)).expect("a folder") {
        let entry = entry.expect("an entry");
        let path = inner.join(entry.file_name());
        match entry.path().is_dir() {
            true if path == Path::new("report") => {}
            true => files(folder, &path, found),
            false => {
                found.insert(path, fs::read(entry.path()).expect("a file"));
            }
        }
    }
}

/// Evidence as its maker makes it, in a folder that goes away.
fn made() -> (tempfile::TempDir, Bundle) {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = maker::bundle(folder.path());
    (folder, bundle)
}

/// The same evidence, without its folder.
fn evidence() -> Bundle {
    static MADE: OnceLock<Bundle> = OnceLock::new();
    MADE.get_or_init(|| made().1).clone()
}

#[test]
fn the_fixture_and_its_reports_are_as_expected() {
    let (folder, bundle) = made();
    let mut evidence = BTreeMap::new();
    files(folder.path(), Path::new(""), &mut evidence);
    if renewed() {
        let _ = fs::remove_dir_all(fixture());
        for (path, bytes) in &evidence {
            write_atomic(fixture().join(path), bytes).expect("the fixture can be written");
        }
    }
    let mut kept = BTreeMap::new();
    files(&fixture(), Path::new(""), &mut kept);
    assert!(kept.keys().eq(evidence.keys()), "other files than expected");
    for (path, bytes) in &evidence {
        assert!(
            kept[path] == *bytes,
            "{} is not as expected",
            path.display()
        );
    }

    let read = Bundle::read(&fixture()).expect("the fixture is whole");
    assert_eq!(read.hash, bundle.hash);
    let verdicts = verdict::assess(&read);
    let reports = tempfile::tempdir().expect("a folder");
    for path in verdict::write(reports.path(), &read, &verdicts, None).expect("reports") {
        let name = path.file_name().expect("a name");
        let text = fs::read_to_string(&path).expect("a report");
        expect(&fixture().join("report").join(name), &text);
    }
}

#[test]
fn the_schema_is_that_of_the_verdicts() {
    let schema = serde_json::to_string_pretty(&Verdicts::json_schema()).expect("JSON");
    expect(&root().join("docs/verdicts.schema.json"), &(schema + "\n"));
}

#[test]
fn verdicts_come_back_from_their_json() {
    let bundle = evidence();
    let verdicts = verdict::assess(&bundle);
    let json = serde_json::to_string(&verdicts).expect("JSON");
    assert_eq!(
        serde_json::from_str::<Verdicts>(&json).expect("verdicts"),
        verdicts
    );
}

#[test]
fn every_verdict_occurs() {
    let bundle = evidence();
    let verdicts = verdict::assess(&bundle);
    let groups = verdicts.groups.iter();
    let texts: Vec<&str> = groups
        .flat_map(|group| group.cells.iter().chain(&group.controls))
        .map(|cell| cell.text.as_str())
        .collect();
    for start in [
        "EQUIVALENT: the same, exactly",
        "EQUIVALENT (0.",
        "FASTER by 4.",
        "SLOWER by 5.",
        "LARGER by 5.",
        "INCONCLUSIVE: 2 of at least 10",
        "INCONCLUSIVE: ",
        "FAILED: process ",
        "FOUND AGAIN: 3.0 % added",
        "MISSED: ",
    ] {
        assert!(
            texts.iter().any(|text| text.starts_with(start)),
            "{start} of {texts:#?}"
        );
    }
    assert!(
        texts
            .iter()
            .any(|text| text.ends_with("processes would decide it"))
    );
    let void: Vec<bool> = verdicts
        .groups
        .iter()
        .map(|group| !group.void.is_empty())
        .collect();
    assert_eq!(void, [false, false, true, false]);
    assert!(!verdicts.groups[3].gate.passed() && verdicts.groups[3].cells.is_empty());
    assert!(!verdicts.answer.no_overhead && !verdicts.answer.acceptable);
    let ledger = verdicts.groups[0].ledger.as_ref().expect("a ledger");
    // 390 µs, at 5 % of 2 ms a step.
    assert_eq!(ledger.paid_after_steps, Some(4));
}
