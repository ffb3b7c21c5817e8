//! The report on what was measured, as Markdown, as JSON and as a table for the terminal.
//!
//! A report is made from result records ([`crate::record`]) and from the figures that Criterion
//! keeps, and from nothing else, so that any report can be made again. [`Report`] is the JSON
//! document as a value; `docs/report.md` explains its fields and `docs/report.schema.json` is its
//! schema. Reading the JSON of two runs and comparing them takes [`read_report`], [`Report::cell`]
//! and [`compare`].
//!
//! # Implementation
//!
//! A record of `cargo bench` has no timings of its own: they are Criterion's. Criterion keeps the
//! last figures of every benchmark that ever ran, so those of a model that was left out of the last
//! run are still there, perhaps with another profile or from another commit; and a quick look with
//! `--quick` writes figures but no record. What was not written between the record's begin and its end
//! is therefore shown apart and never takes part in the record's figures. The files' times tell; a copy
//! of the folders that does not keep them loses this safeguard.

mod assembly;
mod criterion;
mod difference;
mod document;
mod file;
mod markdown;
mod statistics;
mod summary;
mod table;
mod terminal;
mod unit;

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, SystemTime};

use anyhow::{Context, bail};
use serde::de::DeserializeOwned;

pub use self::difference::compare;
pub use self::document::{
    Benchmark, Cell, Compile, Difference, Epoch, Memory, Report, Run, SCHEMA, Side, Unit,
};
pub use self::file::write_atomic;
pub use self::statistics::{Quantity, Source};
pub(crate) use self::unit::{bytes, count, seconds};
use crate::Result;
use crate::record::{self, Origin, Record};

/// The records that a folder of results may hold, by the names of their files.
const RECORDS: [&str; 3] = ["run", "bench-torch", "bench-tensorflow"];

/// By so much may Criterion's figures be younger than the record: copies of both folders are made one
/// after the other.
const SLACK: Duration = Duration::from_secs(2);

/// A cell, or one side of it, that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The name of the run.
    pub run: String,
    /// The model.
    pub model: String,
    /// The backend.
    pub backend: String,
    /// `dsl` or `handwritten`; none where it is the whole cell.
    pub side: Option<&'static str>,
    /// Why.
    pub reason: String,
}

impl fmt::Display for Failure {
    /// `cnn/torch/dsl: the reason`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.model, self.backend)?;
        if let Some(side) = self.side {
            write!(f, "/{side}")?;
        }
        write!(f, ": {}", self.reason.trim())
    }
}

impl Report {
    /// Makes a report from the records in a folder, and from Criterion's folder if one is given.
    ///
    /// Figures of Criterion's that cannot be read are left out with a note.
    ///
    /// # Errors
    /// Where there is no record, or one that cannot be read or is of another schema.
    pub fn read(dir: &Path, criterion: Option<&Path>) -> Result<Self> {
        let mut records = Vec::new();
        for name in RECORDS {
            let path = dir.join(name).with_extension("json");
            if let Some(record) = read_document::<Record>(&path, record::SCHEMA)? {
                let written = path.metadata()?.modified()?;
                records.push((name, record, written));
            }
        }
        if records.is_empty() {
            bail!(
                "no records in {}; run `cargo bench` or `neural-bench run` first",
                dir.display()
            );
        }
        let folder = criterion.map(criterion::Folder::read);
        let mut report = Self::empty();
        let mut benchmarks = folder.map_or_else(Vec::new, |folder| {
            report.notes = folder.notes;
            folder.benchmarks
        });
        for (name, record, written) in records {
            report.claim(&record, name, written, &mut benchmarks);
            report.add(record, name, &benchmarks);
        }
        report.criterion = benchmarks.into_iter().map(|(it, _)| it).collect();
        Ok(report)
    }

    /// Makes a report from one record that is at hand.
    pub fn from_record(record: Record) -> Self {
        let name = match record.origin {
            Origin::Run => "run",
            Origin::Criterion => "bench",
        };
        let mut report = Self::empty();
        report.add(record, name, &[]);
        report
    }

    /// The report as JSON, for programs.
    ///
    /// # Errors
    /// Where the JSON cannot be made, which no report is known to do.
    pub fn to_json(&self) -> Result<String> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(text)
    }

    /// The report as Markdown, for people.
    pub fn to_markdown(&self) -> String {
        markdown::write(self)
    }

    /// The main figures as plain text, for a terminal of 110 columns.
    pub fn table(&self) -> String {
        terminal::write(self)
    }

    /// All that failed, in the order of the cells.
    pub fn failed(&self) -> Vec<Failure> {
        self.cells.iter().flat_map(Cell::failures).collect()
    }

    /// The cell of a model and a backend; the first one where several runs have it.
    pub fn cell(&self, model: &str, backend: &str) -> Option<&Cell> {
        let mut cells = self.cells.iter();
        cells.find(|cell| cell.model == model && cell.backend == backend)
    }

    /// The run that a cell is of.
    pub fn run(&self, cell: &Cell) -> Option<&Run> {
        self.runs.iter().find(|run| run.name == cell.run)
    }

    fn empty() -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            runs: Vec::new(),
            cells: Vec::new(),
            criterion: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Marks the benchmarks that belong to a record of `cargo bench`: those of its cells that were
    /// written after it was begun and before it was.
    fn claim(
        &mut self,
        record: &Record,
        name: &str,
        ended: SystemTime,
        benchmarks: &mut [(Benchmark, SystemTime)],
    ) {
        if record.origin != Origin::Criterion {
            return;
        }
        let started = humantime::parse_rfc3339(&record.environment.started);
        let started = started.unwrap_or(SystemTime::UNIX_EPOCH);
        let time = started..=ended + SLACK;
        for cell in &record.cells {
            let group = format!("{}/{}", cell.model, cell.backend);
            let memory = format!("{group}/memory");
            let mut found = false;
            for (benchmark, written) in &mut *benchmarks {
                let mine = benchmark.group_id == group || benchmark.group_id == memory;
                if mine && time.contains(written) {
                    benchmark.run = Some(name.to_owned());
                    found = true;
                }
            }
            if !found && cell.failed.is_none() {
                self.notes.push(format!(
                    "Criterion has no figures for `{group}` from the run `{name}`."
                ));
            }
        }
    }

    fn add(&mut self, record: Record, name: &str, benchmarks: &[(Benchmark, SystemTime)]) {
        let mine = benchmarks.iter().map(|(benchmark, _)| benchmark);
        let mine: Vec<&Benchmark> = mine.filter(|it| it.run.as_deref() == Some(name)).collect();
        let (run, cells) = assembly::assemble(record, name, &mine);
        self.runs.push(run);
        self.cells.extend(cells);
    }
}

impl Cell {
    /// What failed of this cell.
    pub fn failures(&self) -> Vec<Failure> {
        let failure = |side, reason: &str| Failure {
            run: self.run.clone(),
            model: self.model.clone(),
            backend: self.backend.clone(),
            side,
            reason: reason.to_owned(),
        };
        // One reason for the whole cell: that it failed, or that its sides are not the same.
        let different = self.sameness.as_ref().filter(|sameness| !sameness.same);
        let whole = match (&self.failed, different) {
            (Some(reason), _) => Some(failure(None, reason)),
            (None, Some(sameness)) => Some(failure(
                None,
                &format!("the programs are not the same: {}", sameness.detail),
            )),
            (None, None) => None,
        };
        let sides = self.sides().into_iter().filter_map(|(name, side)| {
            let reason = side.as_ref()?.failed.as_deref()?;
            Some(failure(Some(name), reason))
        });
        whole.into_iter().chain(sides).collect()
    }
}

/// Reads the JSON of an earlier report.
///
/// # Errors
/// Where there is no such file, or it is no report or one of another schema.
pub fn read_report(path: impl AsRef<Path>) -> Result<Report> {
    let path = path.as_ref();
    match read_document(path, SCHEMA)? {
        Some(report) => Ok(report),
        None => bail!(
            "no report at {}; `neural-bench report` writes one",
            path.display()
        ),
    }
}

/// Reads a JSON file that says its schema; none if there is no such file.
fn read_document<T: DeserializeOwned>(path: &Path, schema: &str) -> Result<Option<T>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("{}", path.display())),
    };
    let place = path.display();
    let value: serde_json::Value =
        serde_json::from_str(&text).with_context(|| format!("{place} is not whole JSON"))?;
    match value.get("schema").and_then(|it| it.as_str()) {
        Some(found) if found == schema => {}
        Some(found) => bail!(
            "{place} has the schema {found}, and this version reads {schema}: \
             run again with this version, or read it with the one that wrote it"
        ),
        None => bail!("{place} does not say its schema; {schema} was expected"),
    }
    let value = serde_json::from_value(value)
        .with_context(|| format!("{place} is not as {schema} says"))?;
    Ok(Some(value))
}
