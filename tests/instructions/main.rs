//! What the compiler costs in instructions, counted by valgrind: figures that are the same in every run, so that five
//! percent more is a finding and no noise.
//!
//! `fixtures/bench/instructions.json` holds the figures; `UPDATE_FIXTURES=1 cargo test -p neural-dsl --test
//! instructions` renews them. Where valgrind is not installed, or the compiler is another one than made the figures,
//! nothing is compared, and the test says so.

use std::path::{Path, PathBuf};
use std::process::Command;

#[path = "../phases/figures.rs"]
mod figures;

use figures::{Cost, PHASES};

/// How often a phase is repeated: what the program does beside it goes out by subtraction.
const TIMES: u64 = 10;

#[test]
fn the_compiler_takes_no_more_instructions_than_it_did() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        eprintln!("nothing is compared: valgrind is not installed");
        return;
    }
    let program = build();
    let costs = PHASES.map(|phase| {
        let [once, more] = [1, 1 + TIMES].map(|times| instructions(&program, phase, times));
        let each = (more - once) / TIMES;
        (phase, Cost::from([("instructions".to_owned(), each)]))
    });
    let text = include_str!("../../fixtures/bench/twenty_networks.neural");
    figures::hold("instructions.json", text, costs);
}

/// Builds the program that has the phases, in the profile that ships, and gives its path.
fn build() -> PathBuf {
    let status = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--profile",
            "dist",
            "--example",
            "instructions",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .expect("cargo starts");
    assert!(status.success(), "the example does not build");
    let own = std::env::current_exe().expect("this program lies somewhere");
    let target = own
        .ancestors()
        .find(|folder| folder.join("CACHEDIR.TAG").exists())
        .expect("this program lies in cargo's target folder");
    target.join("dist/examples/instructions")
}

/// What a whole run takes.
fn instructions(program: &Path, phase: &str, times: u64) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args([phase, &times.to_string()])
        .output()
        .expect("valgrind starts");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{text}");
    let (_, collected) = text
        .split_once("Collected :")
        .unwrap_or_else(|| panic!("no instructions in {text}"));
    let number = collected.split_whitespace().next().unwrap_or_default();
    number.parse().expect("a number of instructions")
}
