//! Where and with what a run takes place.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::SystemTime;

use crate::record::Environment;

/// Reads what the machine and the repository say of themselves; `unknown` where they do not.
pub fn read() -> Environment {
    Environment {
        started: humantime::format_rfc3339_seconds(SystemTime::now()).to_string(),
        suite_version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: commit(),
        rustc: env!("NEURAL_BENCH_RUSTC").to_owned(),
        build: if cfg!(debug_assertions) {
            "debug".to_owned()
        } else {
            "release".to_owned()
        },
        system: system(),
        cpu: field("/proc/cpuinfo", "model name").unwrap_or_else(unknown),
        cores: thread::available_parallelism().map_or(1, usize::from),
        memory_bytes: field("/proc/meminfo", "MemTotal")
            .and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok())
            .map_or(0, |kibibytes| kibibytes * 1024),
    }
}

fn unknown() -> String {
    "unknown".to_owned()
}

/// The commit of the suite's repository.
fn commit() -> Option<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")))
        .args([
            "describe",
            "--always",
            "--dirty",
            "--abbrev=40",
            "--exclude=*",
        ])
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

fn system() -> String {
    let release = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_else(|_| unknown());
    let name = field("/etc/os-release", "PRETTY_NAME").unwrap_or_else(unknown);
    format!("{}, Linux {}", name.trim_matches('"'), release.trim())
}

/// The value of the first line `key: value` or `key=value` of a file.
fn field(path: &str, key: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    text.lines().find_map(|line| {
        let value = line.strip_prefix(key)?.trim_start();
        let value = value.strip_prefix([':', '='])?;
        Some(value.trim().to_owned())
    })
}
