//! Measuring while nothing else computes, where the machine is shared with other runs and with builds.

use std::env;
use std::fs::File;
use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::Context;

use crate::Result;

/// The environment variable that names a file to lock.
pub const LOCK: &str = "NEURAL_BENCH_LOCK";

/// How long a lock that was given back is left to others.
const COURTESY: Duration = Duration::from_millis(50);

/// The lock of the file that [`LOCK`] names, until it is dropped; nothing where it names none. One process is
/// measured under it, so whatever else computes can have its turn between two processes: another run
/// with the same file, or a build as `flock FILE cargo build`.
#[derive(Debug)]
pub struct Quiet(#[expect(dead_code, reason = "held")] Option<File>);

impl Quiet {
    /// Waits for the lock.
    ///
    /// # Errors
    /// Where the file cannot be opened, made, or locked.
    pub fn wait() -> Result<Self> {
        env::var_os(LOCK).map_or(Ok(Self(None)), |path| Self::of(Path::new(&path)))
    }

    /// Waits for the lock of this file.
    fn of(path: &Path) -> Result<Self> {
        let wrong = |what| format!("cannot {what} {}, which {LOCK} names", path.display());
        // Reading is enough to lock a file of another user's.
        let file = File::open(path)
            .or_else(|_| File::create(path))
            .with_context(|| wrong("make"))?;
        // Whoever waits since the process before was measured comes first.
        thread::sleep(COURTESY);
        file.lock().with_context(|| wrong("lock"))?;
        Ok(Self(Some(file)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_locked_until_it_is_dropped() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("lock");
        let quiet = Quiet::of(&path).expect("it can be made");
        let other = || File::open(&path).expect("it was made").try_lock();
        assert!(other().is_err());
        drop(quiet);
        assert!(other().is_ok());
    }

    #[test]
    fn a_file_that_cannot_be_made_is_an_error_that_names_it() {
        let path = Path::new("/no/such/folder/lock");
        let error = Quiet::of(path).expect_err("there is no such folder");
        assert!(error.to_string().contains("/no/such/folder/lock"));
    }
}
