//! Evidence on disk: whole, unchanged, or refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use neural_bench::evidence::{Bundle, Manifest, Margins, SCHEMA, Sitting};
use neural_bench::measure::Effort;
use neural_bench::plan::Plan;
use neural_bench::verdict;

fn sealed(folder: &Path) -> Bundle {
    let manifest = Manifest {
        schema: SCHEMA.to_owned(),
        environment: neural_bench::environment::read(),
        plan: Plan::default(),
        seed: 1,
        margins: Margins::default(),
        effort: Effort::default(),
        base: 10,
        revision: None,
        models: Vec::new(),
        backends: Vec::new(),
        libraries: BTreeMap::new(),
        executables: BTreeMap::new(),
    };
    let mut bundle = Bundle::create(folder, manifest).unwrap();
    bundle
        .add_text("dsl/one.neural", "network One {}\n")
        .unwrap();
    bundle.set_gates(Vec::new()).unwrap();
    bundle.seal().unwrap();
    bundle
}

/// Why a bundle is refused.
fn refusal(path: &Path) -> String {
    match Bundle::read(path) {
        Ok(_) => panic!("{} was not refused", path.display()),
        Err(error) => format!("{error:#}"),
    }
}

#[test]
fn what_was_changed_after_the_run_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("run");
    let bundle = sealed(&folder);
    assert_eq!(Bundle::read(&folder).unwrap().hash, bundle.hash);

    let file = folder.join("dsl/one.neural");
    fs::write(&file, "network Other {}\n").unwrap();
    assert!(refusal(&folder).contains("dsl/one.neural is not as it was sealed"));
    fs::remove_file(&file).unwrap();
    assert!(refusal(&folder).contains("dsl/one.neural is in SHA256SUMS and missing"));
    fs::write(&file, "network One {}\n").unwrap();
    assert_eq!(Bundle::read(&folder).unwrap().hash, bundle.hash);
    fs::write(folder.join("dsl/other.neural"), "").unwrap();
    assert!(refusal(&folder).contains("dsl/other.neural is not in SHA256SUMS: it came later"));
}

#[test]
fn what_is_made_from_evidence_is_no_part_of_it() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("run");
    let bundle = sealed(&folder);
    let verdicts = verdict::assess(&bundle);
    let files = verdict::write(&bundle.report_folder(), &bundle, &verdicts, None).unwrap();
    assert!(files.iter().all(|file| file.exists()));
    assert_eq!(Bundle::read(&folder).unwrap().hash, bundle.hash);
    // A file that a killed run left half written is none, either, wherever it lies.
    fs::write(folder.join(".neural-bench-x"), "half").unwrap();
    fs::create_dir_all(folder.join("processes")).unwrap();
    fs::write(folder.join("processes/.00001.json"), "{}").unwrap();
    let read = Bundle::read(&folder).unwrap();
    assert_eq!((read.hash, read.processes.len()), (bundle.hash, 0));
}

/// A run that had ended, went on and was killed is whole but for its last process.
#[test]
fn a_sitting_lifts_the_seal() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("run");
    let mut bundle = sealed(&folder);
    let hash = bundle.hash.clone();
    let sitting = Sitting {
        environment: neural_bench::environment::read(),
        budget_seconds: 60.0,
        first_process: 1,
        extends: true,
    };
    bundle.add_sitting(sitting).unwrap();
    let mut read = Bundle::read(&folder).unwrap();
    assert_eq!((read.hash.as_ref(), read.sittings.len()), (None, 1));
    assert!(verdict::assess(&read).measured.extended);
    let again = read.seal().unwrap();
    assert_ne!(Some(again), hash);
    assert!(Bundle::read(&folder).unwrap().hash.is_some());
}

#[test]
fn an_archive_holds_the_same_evidence() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("run");
    let bundle = sealed(&folder);
    let file = place.path().join("run.tar.zst");
    bundle.pack(&file).unwrap();
    let read = Bundle::read(&file).unwrap();
    assert_eq!(read.hash, bundle.hash);
    assert_eq!(read.manifest, bundle.manifest);
    let first = fs::read(&file).unwrap();
    bundle.pack(&file).unwrap();
    assert_eq!(
        first,
        fs::read(&file).unwrap(),
        "two archives of one folder differ"
    );

    fs::write(&file, &first[..first.len() / 2]).unwrap();
    assert!(refusal(&file).contains("is no archive of evidence"));
    fs::write(&file, "nothing of the kind").unwrap();
    assert!(refusal(&file).contains("is no archive of evidence"));
}

#[test]
fn other_forms_and_holes_are_refused() {
    let place = tempfile::tempdir().unwrap();
    assert!(refusal(&place.path().join("nowhere")).contains("there is nothing at"));
    assert!(refusal(place.path()).contains("this is no evidence"));

    let folder = place.path().join("run");
    sealed(&folder);
    let path = folder.join("manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace(SCHEMA, "neural-bench/evidence/99")).unwrap();
    assert!(refusal(&folder).contains("neural-bench/evidence/99"));
    fs::write(&path, &text[..20]).unwrap();
    assert!(refusal(&folder).contains("not whole JSON"));
    fs::write(&path, &text).unwrap();

    let again = Bundle::read(&folder).unwrap();
    assert!(
        Bundle::create(&folder, again.manifest).is_err(),
        "evidence was overwritten"
    );
}
