//! What the compiler costs in instructions and allocations, counted by valgrind: figures that are the same in every
//! run, so that five percent more is a finding and no noise.
//!
//! `fixtures/bench/instructions.json` holds the figures; `UPDATE_FIXTURES=1 cargo test -p neural-dsl --test
//! instructions` renews them. Where valgrind is not installed, or the compiler is another one than made the figures,
//! nothing is compared, and the test says so.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

const PHASES: [&str; 4] = ["parse", "check", "torch", "tensorflow"];

/// How often a phase is repeated: what the program does beside it goes out by subtraction.
const TIMES: u64 = 10;

/// How much more is too much.
const LIMIT: f64 = 1.05;

/// The committed figures.
#[derive(Debug, Serialize, Deserialize)]
struct Figures {
    /// What compiled the compiler.
    rustc: String,
    /// Networks in the file.
    networks: u64,
    /// Bytes of the file.
    bytes: u64,
    /// By phase, for the whole file.
    phases: BTreeMap<String, Cost>,
}

/// What one pass of a phase over the file costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Cost {
    instructions: u64,
    allocations: u64,
    allocated_bytes: u64,
}

#[test]
fn the_compiler_costs_no_more_than_it_did() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        eprintln!("nothing is compared: valgrind is not installed");
        return;
    }
    let program = build();
    let costs = PHASES.map(|phase| (phase.to_owned(), cost(&program, phase)));
    let text = include_str!("../../fixtures/bench/twenty_networks.neural");
    let now = Figures {
        rustc: rustc(),
        networks: text.matches("\nnetwork ").count() as u64
            + u64::from(text.starts_with("network ")),
        bytes: text.len() as u64,
        phases: costs.into_iter().collect(),
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bench/instructions.json");
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        let json = serde_json::to_string_pretty(&now).expect("figures are JSON");
        fs::write(&path, json + "\n").expect("the figures can be written");
        return;
    }
    let kept = fs::read_to_string(&path).expect("the figures are there");
    let kept: Figures = serde_json::from_str(&kept).expect("the figures are JSON");
    if now.rustc != kept.rustc {
        eprintln!("nothing is compared: the figures are of {}", kept.rustc);
        return;
    }
    let mut worse = Vec::new();
    for (phase, cost) in &now.phases {
        let before = &kept.phases[phase];
        eprintln!("{phase}: {cost:?}, {before:?} in the fixture");
        for (what, now, before) in [
            ("instructions", cost.instructions, before.instructions),
            ("allocations", cost.allocations, before.allocations),
            ("bytes", cost.allocated_bytes, before.allocated_bytes),
        ] {
            if now as f64 > LIMIT * before as f64 {
                worse.push(format!("{phase}: {now} {what}, {before} before"));
            }
        }
    }
    assert!(
        worse.is_empty(),
        "more than 5 % more:\n{}",
        worse.join("\n")
    );
}

/// Builds the program that has the phases, optimised, and gives its path.
fn build() -> PathBuf {
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--release", "--example", "instructions"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .expect("cargo starts");
    assert!(status.success(), "the example does not build");
    let own = std::env::current_exe().expect("this program lies somewhere");
    let target = own
        .ancestors()
        .find(|folder| folder.join("CACHEDIR.TAG").exists())
        .expect("this program lies in cargo's target folder");
    target.join("release/examples/instructions")
}

fn cost(program: &Path, phase: &str) -> Cost {
    let [once, more] = [1, 1 + TIMES].map(|times| totals(program, phase, times));
    let each = |once: u64, more: u64| (more - once) / TIMES;
    Cost {
        instructions: each(once.instructions, more.instructions),
        allocations: each(once.allocations, more.allocations),
        allocated_bytes: each(once.allocated_bytes, more.allocated_bytes),
    }
}

/// What a whole run costs.
fn totals(program: &Path, phase: &str, times: u64) -> Cost {
    let callgrind = valgrind(
        &["--tool=callgrind", "--callgrind-out-file=/dev/null"],
        program,
        phase,
        times,
    );
    let instructions = after(&callgrind, "Collected :");
    // total heap usage: 1,234 allocs, 1,234 frees, 123,456 bytes allocated
    let memcheck = valgrind(
        &["--tool=memcheck", "--undef-value-errors=no"],
        program,
        phase,
        times,
    );
    let heap = memcheck
        .split_once("total heap usage:")
        .expect("memcheck tells of the heap")
        .1;
    let parts: Vec<u64> = heap.split(", ").take(3).map(number).collect();
    Cost {
        instructions,
        allocations: parts[0],
        allocated_bytes: parts[2],
    }
}

fn valgrind(options: &[&str], program: &Path, phase: &str, times: u64) -> String {
    let output = Command::new("valgrind")
        .args(options)
        .arg(program)
        .args([phase, &times.to_string()])
        .output()
        .expect("valgrind starts");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{text}");
    text
}

fn after(text: &str, mark: &str) -> u64 {
    number(
        text.split_once(mark)
            .unwrap_or_else(|| panic!("no `{mark}` in {text}"))
            .1,
    )
}

/// The number that a text begins with, commas between its digits.
fn number(text: &str) -> u64 {
    let digits = text
        .trim_start()
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == ',');
    let digits: String = digits.filter(char::is_ascii_digit).collect();
    digits
        .parse()
        .unwrap_or_else(|_| panic!("no number in {text}"))
}

fn rustc() -> String {
    let output = Command::new("rustc")
        .arg("--version")
        .output()
        .expect("rustc starts");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
