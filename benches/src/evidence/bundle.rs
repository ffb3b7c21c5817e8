//! The folder of a comparison.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::gate::Gate;
use super::ledger::Ledger;
use super::manifest::{Manifest, SCHEMA};
use super::process::Process;
use super::{archive, seal};
use crate::Result;
use crate::record::Environment;
use crate::report::write_atomic;
use crate::work::Comparison;

/// The evidence of a comparison, with the folder that it is kept in.
#[derive(Debug, Clone, PartialEq)]
pub struct Bundle {
    folder: PathBuf,
    /// The hash of the list of hashes; none while the run goes on.
    pub hash: Option<String>,
    /// What was fixed before the first process.
    pub manifest: Manifest,
    /// Where and when it was measured.
    pub sittings: Vec<Sitting>,
    /// The proof of sameness for each model and backend.
    pub gates: Vec<Gate>,
    /// The operations of both sides for each model and backend.
    pub work: Vec<Comparison>,
    /// What compiling costs.
    pub ledger: Ledger,
    /// The raw samples in the order in which they were taken.
    pub processes: Vec<Process>,
}

/// A stretch of time in which processes ran.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sitting {
    /// Where and with what.
    pub environment: Environment,
    /// The time that all sittings together may take, in seconds.
    pub budget_seconds: f64,
    /// The number of the first process of this sitting.
    pub first_process: usize,
    /// Whether the run had ended before, so that its verdicts may have been known.
    #[serde(default)]
    pub extends: bool,
}

impl Bundle {
    /// Begins a bundle in a folder that holds none.
    ///
    /// # Errors
    /// Where there is one already, or nothing can be written there.
    pub fn create(folder: &Path, manifest: Manifest) -> Result<Self> {
        let path = folder.join("manifest.json");
        ensure!(
            !path.exists(),
            "{} holds evidence already: go on with it by --resume, or name another folder by --out",
            folder.display()
        );
        save(&path, &manifest, true)?;
        Ok(Self {
            folder: folder.to_owned(),
            hash: None,
            manifest,
            sittings: Vec::new(),
            gates: Vec::new(),
            work: Vec::new(),
            ledger: Ledger::default(),
            processes: Vec::new(),
        })
    }

    /// Reads a bundle from its folder or from an archive of it. No native library is needed.
    ///
    /// # Errors
    /// Where there is none, a file is not as it was sealed, or it has another schema.
    pub fn read(path: &Path) -> Result<Self> {
        if path.is_dir() {
            return Self::open(path).with_context(|| format!("{}", path.display()));
        }
        ensure!(path.exists(), "there is nothing at {}", path.display());
        let unpacked = archive::unpack(path)?;
        let inner = archive::inner(unpacked.path())?;
        let mut bundle = Self::open(&inner).with_context(|| format!("{}", path.display()))?;
        bundle.folder = path.with_file_name("");
        Ok(bundle)
    }

    fn open(folder: &Path) -> Result<Self> {
        let text = match fs::read_to_string(folder.join("manifest.json")) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                bail!("there is no manifest.json: this is no evidence of `neural-bench compare`")
            }
            Err(error) => return Err(error).context("manifest.json"),
        };
        let value: serde_json::Value =
            serde_json::from_str(&text).context("manifest.json is not whole JSON")?;
        let schema = value.get("schema").and_then(|it| it.as_str());
        ensure!(
            schema == Some(SCHEMA),
            "the evidence has the schema {}, and this version reads {SCHEMA}",
            schema.unwrap_or("of nothing known")
        );
        let manifest = serde_json::from_value(value).context("manifest.json")?;
        let hash = seal::verify(folder)?;
        let mut bundle = Self {
            folder: folder.to_owned(),
            hash,
            manifest,
            sittings: each(&folder.join("sittings"))?,
            gates: load(&folder.join("gate.json"))?.unwrap_or_default(),
            work: each(&folder.join("work"))?,
            ledger: load(&folder.join("ledger.json"))?.unwrap_or_default(),
            processes: each(&folder.join("processes"))?,
        };
        bundle.processes.sort_by_key(|process| process.number);
        for (index, process) in bundle.processes.iter().enumerate() {
            ensure!(
                process.number == index + 1,
                "process {} is missing: of an order with holes nothing can be said",
                index + 1
            );
        }
        Ok(bundle)
    }

    /// The folder that it is kept in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of what is made from it.
    pub fn report_folder(&self) -> PathBuf {
        self.folder.join("report")
    }

    /// Keeps a sitting.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn add_sitting(&mut self, sitting: Sitting) -> Result<()> {
        // What was sealed goes on, and is not whole until it is sealed again.
        seal::lift(&self.folder)?;
        self.hash = None;
        let number = self.sittings.len() + 1;
        self.save(&format!("sittings/{number:03}.json"), &sitting, true)?;
        self.sittings.push(sitting);
        Ok(())
    }

    /// Keeps the proofs of sameness.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn set_gates(&mut self, gates: Vec<Gate>) -> Result<()> {
        self.save("gate.json", &gates, true)?;
        self.gates = gates;
        Ok(())
    }

    /// Keeps what compiling costs.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn set_ledger(&mut self, ledger: Ledger) -> Result<()> {
        self.save("ledger.json", &ledger, true)?;
        self.ledger = ledger;
        Ok(())
    }

    /// Keeps the operations of both sides of a model on a backend.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn add_work(&mut self, work: Comparison) -> Result<()> {
        let name = format!("work/{}.{}.json", work.model, work.backend);
        self.save(&name, &work, true)?;
        self.work.push(work);
        // As they are read again: by the names of their files.
        self.work
            .sort_by_key(|work| format!("{}.{}", work.model, work.backend));
        Ok(())
    }

    /// Keeps a text: a model's file or a generated program.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn add_text(&self, name: &str, text: &str) -> Result<()> {
        write_atomic(self.folder.join(name), text)
    }

    /// Keeps the samples of a process: whole on disk before the next one starts.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn add_process(&mut self, process: Process) -> Result<()> {
        let name = format!("processes/{:05}.json", process.number);
        self.save(&name, &process, false)?;
        self.processes.push(process);
        Ok(())
    }

    /// Writes the hashes of everything; returns the one that names the evidence.
    ///
    /// # Errors
    /// Where a file cannot be read or written.
    pub fn seal(&mut self) -> Result<String> {
        let hash = seal::seal(&self.folder)?;
        self.hash = Some(hash.clone());
        Ok(hash)
    }

    /// Packs the folder, what was made from it included, into a `.tar.zst`.
    ///
    /// # Errors
    /// Where a file cannot be read or written.
    pub fn pack(&self, file: &Path) -> Result<()> {
        archive::pack(&self.folder, file)
    }

    fn save<T: Serialize>(&self, name: &str, value: &T, pretty: bool) -> Result<()> {
        save(&self.folder.join(name), value, pretty)
    }
}

/// The SHA-256 of a file, in hexadecimal.
///
/// # Errors
/// Where it cannot be read.
pub(crate) fn digest_of(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("{}", path.display()))?;
    Ok(seal::digest(&bytes))
}

fn save<T: Serialize>(path: &Path, value: &T, pretty: bool) -> Result<()> {
    let mut text = match pretty {
        true => serde_json::to_vec_pretty(value)?,
        false => serde_json::to_vec(value)?,
    };
    text.push(b'\n');
    write_atomic(path, text)
}

/// The value of a JSON file; none where there is no such file.
fn load<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    match fs::read_to_string(path) {
        Ok(text) => serde_json::from_str(&text)
            .map(Some)
            .with_context(|| format!("{}", path.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{}", path.display())),
    }
}

/// The values of all JSON files of a folder, sorted by name; none where there is no folder.
fn each<T: DeserializeOwned>(folder: &Path) -> Result<Vec<T>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("{}", folder.display())),
    };
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry?.path();
        // As in the list of hashes, one that begins with a dot is no evidence.
        let hidden = path.file_name().is_none_or(seal::is_hidden);
        if path.extension().is_some_and(|it| it == "json") && !hidden {
            paths.push(path);
        }
    }
    paths.sort();
    paths
        .iter()
        .map(|path| load(path)?.with_context(|| format!("{} went away", path.display())))
        .collect()
}
