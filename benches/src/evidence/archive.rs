//! A bundle in one file: `.tar.zst`.

use std::fs::{self, File};
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
    // Neither times nor owners: the same evidence gives the same file.
    archive.mode(tar::HeaderMode::Deterministic);
    archive.append_dir_all(name, folder)?;
    let bytes = archive.into_inner()?.finish()?;
    write_atomic(file, bytes)
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
