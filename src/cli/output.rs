//! What is written.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Why a command stopped: a message for the standard error.
pub(crate) enum Failure {
    /// The file is at fault, or what reads and writes files.
    File(String),
    /// The command line does not fit the file.
    Usage(String),
}

/// Writes to the standard error; where that is closed nobody wants to know.
pub(crate) fn complain(message: &str) {
    let _ = io::stderr().write_all(message.as_bytes());
}

/// Writes to the standard output. A reader that has gone away wants no more; that is no fault.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::File(format!(
            "error: cannot write the result: {error}\n"
        ))),
        _ => Ok(()),
    }
}

/// Writes a file beside the target and renames it, so that nobody sees half a program.
pub(crate) fn write_whole(path: &Path, text: &str) -> Result<(), Failure> {
    let failure = |error: io::Error| {
        Failure::File(format!("error: cannot write {}: {error}\n", path.display()))
    };
    // A link stays one, and what is no file (a pipe, `/dev/stdout`) cannot be renamed over.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if path.exists() && !path.is_file() {
        return fs::write(&path, text).map_err(failure);
    }
    let Some(name) = path.file_name() else {
        return Err(failure(io::ErrorKind::IsADirectory.into()));
    };
    let part = path.with_file_name(format!(
        "{}.{}.part",
        name.to_string_lossy(),
        std::process::id()
    ));
    let written = fs::write(&part, text).and_then(|()| fs::rename(&part, &path));
    written.map_err(|error| {
        let _ = fs::remove_file(&part);
        failure(error)
    })
}
