//! Committed figures, and that they have not grown.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde::{Deserialize, Serialize};

/// What is counted of each phase.
pub const PHASES: [&str; 4] = ["parse", "check", "torch", "tensorflow"];

/// How much more is too much.
const LIMIT: f64 = 1.05;

/// What one pass of a phase over the file costs, by what is counted.
pub type Cost = BTreeMap<String, u64>;

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

/// Compares the costs of the phases with those that `fixtures/bench` holds in the file of this name, or renews them
/// where `UPDATE_FIXTURES` is set. Where another compiler made the figures, nothing is compared.
///
/// # Panics
/// Where a figure has grown by more than 5 %.
pub fn hold(name: &str, text: &str, costs: [(&str, Cost); PHASES.len()]) {
    let begins = |line: &&str| line.starts_with("network ");
    let now = Figures {
        rustc: rustc(),
        networks: text.lines().filter(begins).count() as u64,
        bytes: text.len() as u64,
        phases: costs.map(|(phase, cost)| (phase.to_owned(), cost)).into(),
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bench");
    let path = folder.join(name);
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
        for (what, now) in cost {
            let before = kept.phases[phase][what];
            eprintln!("{phase}: {now} {what}, {before} in the fixture");
            if *now as f64 > LIMIT * before as f64 {
                worse.push(format!("{phase}: {now} {what}, {before} before"));
            }
        }
    }
    let worse = worse.join("\n");
    assert!(worse.is_empty(), "more than 5 % more:\n{worse}");
}

fn rustc() -> String {
    let output = Command::new("rustc")
        .arg("--version")
        .output()
        .expect("rustc starts");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
