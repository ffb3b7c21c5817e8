//! A bundle in one file: `.tar.zst`.

use std::fs::{self, DirEntry, File};
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use tempfile::TempDir;

use crate::Result;
use crate::report::write_atomic;

/// How hard is compressed: the level at which `zstd` is still quick.
const LEVEL: i32 = 9;

/// Packs a folder, under its own name, into a file.
///
/// # Errors
/// Where a file cannot be read or the archive not be written.
pub(super) fn pack(folder: &Path, file: &Path) -> Result<()> {
    let name = folder
        .file_name()
        .with_context(|| format!("{} has no name", folder.display()))?;
    let mut archive = tar::Builder::new(zstd::Encoder::new(Vec::new(), LEVEL)?);
    // Neither times nor owners, and sorted by name: the same evidence gives the same file.
    archive.mode(tar::HeaderMode::Deterministic);
    append(&mut archive, folder, Path::new(name))?;
    let bytes = archive.into_inner()?.finish()?;
    write_atomic(file, bytes)
}

/// Appends what a folder holds, sorted by name.
fn append(archive: &mut tar::Builder<impl Write>, folder: &Path, name: &Path) -> Result<()> {
    let entries: Result<Vec<DirEntry>, _> = fs::read_dir(folder)?.collect();
    let mut entries = entries?;
    entries.sort_by_key(DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), name.join(entry.file_name()));
        match entry.file_type()?.is_dir() {
            true => append(archive, &path, &name)?,
            false => archive.append_path_with_name(&path, &name)?,
        }
    }
    Ok(())
}

/// Unpacks an archive into a folder that goes away with the value.
///
/// # Errors
/// Where it is no archive, or there is no place for it.
pub(super) fn unpack(file: &Path) -> Result<TempDir> {
    let reader = File::open(file)?;
    let folder = tempfile::tempdir()?;
    let unpacked =
        zstd::Decoder::new(reader).and_then(|bytes| tar::Archive::new(bytes).unpack(folder.path()));
    unpacked.with_context(|| format!("{} is no archive of evidence", file.display()))?;
    Ok(folder)
}

/// The bundle in an unpacked archive: the folder that holds a manifest.
pub(super) fn inner(folder: &Path) -> Result<std::path::PathBuf> {
    let mut candidates = vec![folder.to_path_buf()];
    for entry in fs::read_dir(folder)? {
        candidates.push(entry?.path());
    }
    candidates
        .into_iter()
        .find(|candidate| candidate.join("manifest.json").is_file())
        .context("the archive holds no manifest.json")
}
