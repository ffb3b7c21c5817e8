//! Where results lie and how they get there: whole or not at all. The folders are inside cargo's
//! target folder, which git ignores.

use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{env, fs};

use anyhow::{Context, ensure};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Result;
use crate::record::Record;
use crate::report::{Report, write_atomic};

/// The folder of the records and reports: `target/neural-bench`.
pub fn folder() -> PathBuf {
    target().join("neural-bench")
}

/// A folder of its own for a run, below [`folder`], so that nothing is ever overwritten.
pub fn new_folder(name: &str, now: SystemTime) -> PathBuf {
    let now = humantime::format_rfc3339_seconds(now).to_string();
    folder().join(format!("{name}-{}", now.replace(':', "-")))
}

/// Reads a file of JSON whose field `schema` has to be this.
///
/// # Errors
/// Where it is missing or of another form.
pub(crate) fn read_kept<T: DeserializeOwned>(path: &Path, schema: &str) -> Result<T> {
    #[derive(Deserialize)]
    struct Head {
        schema: String,
    }
    let text = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let another = || format!("{} has another form", path.display());
    let head: Head = serde_json::from_slice(&text).with_context(another)?;
    ensure!(
        head.schema == schema,
        "{} is of the form {}, and {schema} was expected",
        path.display(),
        head.schema
    );
    serde_json::from_slice(&text).with_context(another)
}

/// The folder of Criterion's figures and pages: `CRITERION_HOME`, or `target/criterion`.
pub fn criterion_folder() -> PathBuf {
    env::var_os("CRITERION_HOME").map_or_else(|| target().join("criterion"), PathBuf::from)
}

/// Cargo's target folder: the one that this program lies in, which cargo marks with a tag file; the
/// repository's own where this program lies elsewhere.
fn target() -> PathBuf {
    let tagged = env::current_exe().ok().and_then(|program| {
        program
            .ancestors()
            .find(|folder| folder.join("CACHEDIR.TAG").exists())
            .map(Path::to_path_buf)
    });
    tagged.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"))
}

impl Record {
    /// Writes the record as JSON, whole or not at all.
    ///
    /// # Errors
    /// Where the folder cannot be made or the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<()> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        write_atomic(path, &text)
    }
}

impl Report {
    /// Writes the report as Markdown, whole or not at all.
    ///
    /// # Errors
    /// Where the folder cannot be made or the file cannot be written.
    pub fn write_markdown(&self, path: impl AsRef<Path>) -> Result<()> {
        write_atomic(path.as_ref(), self.to_markdown().as_bytes())
    }

    /// Writes the report as JSON, whole or not at all.
    ///
    /// # Errors
    /// Where the folder cannot be made or the file cannot be written.
    pub fn write_json(&self, path: impl AsRef<Path>) -> Result<()> {
        write_atomic(path.as_ref(), self.to_json()?.as_bytes())
    }

    /// Writes `report.md` and `report.json` into a folder and returns their paths.
    ///
    /// # Errors
    /// Where the folder cannot be made or a file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<[PathBuf; 2]> {
        let paths = [folder.join("report.md"), folder.join("report.json")];
        self.write_markdown(&paths[0])?;
        self.write_json(&paths[1])?;
        Ok(paths)
    }
}
