//! The data set.

use std::fs;
use std::path::Path;

use super::{Machine, done, refused, stderr};
#[test]
fn the_data_set_comes_from_a_mirror_that_answers() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    let folder = done(&clone.provision("mnist").output().unwrap());
    assert_eq!(fs::read(Path::new(&folder).join("test")).unwrap(), [1; 100]);
    // A file that was changed without another length is noticed by whoever hashes it, and fetched anew.
    fs::write(Path::new(&folder).join("test"), [2; 100]).unwrap();
    done(&clone.provision("mnist").output().unwrap());
    assert_eq!(fs::read(Path::new(&folder).join("test")).unwrap(), [1; 100]);
}

#[test]
fn a_data_set_that_cannot_be_had_is_not_asked_for_again_at_once() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    let mirrors = ["http://127.0.0.1:9/"];
    let hidden = machine.path("hidden");
    fs::rename(machine.path("mirror"), &hidden).unwrap();
    clone.pin("mnist", "/mirrors", mirrors.into());
    let bin = machine.lonely_python();
    let fetch = |memory: bool| {
        let mut command = clone.provision("mnist");
        command
            .args(memory.then_some("--remember"))
            .env("PATH", &bin)
            .output()
            .unwrap()
    };
    refused(
        &fetch(true),
        &[
            "MNIST could not be fetched: 127.0.0.1:9",
            "npm: it is not installed",
        ],
    );
    refused(&fetch(true), &["as of 0 minutes ago"]);
    let again = fetch(false);
    refused(&again, &["MNIST could not be fetched"]);
    assert!(!stderr(&again).contains("ago"));
}
