//! The files that are made from evidence.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Changes, Verdicts, html, report, summary};
use crate::Result;
use crate::evidence::Bundle;
use crate::report::write_atomic;

/// Writes `verdicts.json`, `report.md`, `report.html`, `summary.md`, and `changes.json` where something is
/// compared with, into a folder; returns their paths.
///
/// # Errors
/// Where one cannot be written.
pub fn write(
    folder: &Path,
    bundle: &Bundle,
    verdicts: &Verdicts,
    changes: Option<&Changes>,
) -> Result<Vec<PathBuf>> {
    let mut files = vec![
        ("verdicts.json", json(verdicts)?),
        ("report.md", report(verdicts)),
        ("report.html", html::page(bundle, verdicts)),
        ("summary.md", summary(verdicts, changes)),
    ];
    match changes {
        Some(changes) => files.push(("changes.json", json(changes)?)),
        // One of an earlier report would be taken for one of this.
        None => match fs::remove_file(folder.join("changes.json")) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        },
    }
    files
        .into_iter()
        .map(|(name, text)| {
            let path = folder.join(name);
            write_atomic(&path, text)?;
            Ok(path)
        })
        .collect()
}

fn json<T: Serialize>(value: &T) -> Result<String> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text)
}
