//! Files that are whole or not there.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;

use crate::Result;

/// Writes a file whole or not at all: a killed run or a full disk leaves the earlier file as it was.
///
/// The folder is made if need be.
///
/// # Errors
/// Where the folder cannot be made or the file cannot be written.
pub fn write_atomic(path: impl AsRef<Path>, contents: impl AsRef<[u8]>) -> Result<()> {
    let path = path.as_ref();
    write(path, contents.as_ref()).with_context(|| {
        format!(
            "could not write {}; what was there before is untouched",
            path.display()
        )
    })
}

fn write(path: &Path, contents: &[u8]) -> Result<()> {
    // A rename is atomic within a file system only, so the new file grows beside the old one.
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".neural-bench-");
    // Temporary files are private by default; the user's umask decides here.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(contents)?;
    file.as_file().sync_all()?;
    // The error holds the new file; only without it does that file go away at once.
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
