//! Hashes of the evidence.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use sha2::{Digest, Sha256};

use crate::Result;
use crate::report::write_atomic;

/// The file of the hashes, in the form that `sha256sum --check` reads.
const SUMS: &str = "SHA256SUMS";

/// What is made from the evidence and not part of it.
const DERIVED: &str = "report";

/// SHA-256 of some bytes, in hexadecimal.
pub(super) fn digest(bytes: &[u8]) -> String {
    crate::hex(&Sha256::digest(bytes))
}

/// Writes the hashes of all evidence in a folder, and returns the hash of that list, which names it.
///
/// # Errors
/// Where a file cannot be read or the list not be written.
pub(super) fn seal(folder: &Path) -> Result<String> {
    let sums = sums(folder)?;
    let text: String = sums
        .iter()
        .map(|(path, hash)| format!("{hash}  {path}\n"))
        .collect();
    write_atomic(folder.join(SUMS), &text)?;
    Ok(digest(text.as_bytes()))
}

/// Takes the list of hashes away, for the evidence is about to grow.
///
/// # Errors
/// Where it is there and cannot be removed.
pub(super) fn lift(folder: &Path) -> Result<()> {
    match fs::remove_file(folder.join(SUMS)) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{}", folder.join(SUMS).display()))
        }
        _ => Ok(()),
    }
}

/// Whether a file is half written: such a one begins with a dot, and a killed run leaves one at most.
pub(super) fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().first() == Some(&b'.')
}

/// Whether a path is made from the evidence: `report`, or `report-…` for other margins.
fn is_derived(path: &str) -> bool {
    path.strip_prefix(DERIVED)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Holds the files of a folder against its list of hashes, and returns the hash of that list; none where
/// the run has not ended, so that there is no list.
///
/// # Errors
/// Where a file is missing, was changed, or came later.
pub(super) fn verify(folder: &Path) -> Result<Option<String>> {
    let path = folder.join(SUMS);
    if !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
    let mut listed: BTreeMap<&str, &str> = BTreeMap::new();
    for line in text.lines() {
        let (hash, file) = line
            .split_once("  ")
            .with_context(|| format!("{} has a line `{line}`", path.display()))?;
        listed.insert(file, hash);
    }
    let present = sums(folder)?;
    for (file, hash) in &present {
        match listed.remove(file.as_str()) {
            Some(sealed) if sealed == hash => {}
            Some(_) => {
                bail!("{file} is not as it was sealed: this is not the evidence that was gathered")
            }
            None => bail!("{file} is not in {SUMS}: it came later"),
        }
    }
    if let Some((file, _)) = listed.first_key_value() {
        bail!("{file} is in {SUMS} and missing");
    }
    Ok(Some(digest(text.as_bytes())))
}

/// The hashes of the evidence by path, sorted.
fn sums(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut sums = BTreeMap::new();
    let mut open = vec![PathBuf::new()];
    while let Some(inner) = open.pop() {
        let place = folder.join(&inner);
        for entry in fs::read_dir(&place).with_context(|| format!("{}", place.display()))? {
            let entry = entry?;
            let path = inner.join(entry.file_name());
            let name = path
                .to_str()
                .with_context(|| format!("{} has no name in UTF-8", path.display()))?;
            if name == SUMS || is_derived(name) || is_hidden(&entry.file_name()) {
                continue;
            }
            if entry.file_type()?.is_dir() {
                open.push(path);
                continue;
            }
            let bytes = fs::read(entry.path())?;
            sums.insert(name.to_owned(), digest(&bytes));
        }
    }
    Ok(sums)
}
