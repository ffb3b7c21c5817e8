//! The virtual environments that hold what is measured beside the suite.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::Result;

/// A Python with pinned packages.
#[derive(Debug)]
pub struct Python {
    /// The interpreter.
    pub path: PathBuf,
}

impl Python {
    /// Makes sure that an environment is there: `native/provision.py` makes it once per machine.
    ///
    /// # Errors
    /// Where it cannot be made; why, and what to do, was said on standard error.
    pub fn provide(name: &str) -> Result<Self> {
        let output = Command::new("python3")
            .arg("-B")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../native/provision.py"))
            .arg(name)
            .stderr(Stdio::inherit())
            .output()
            .context("cannot start python3")?;
        if !output.status.success() {
            bail!("there is no Python environment `{name}`");
        }
        let folder = String::from_utf8(output.stdout)?;
        Ok(Self {
            path: Path::new(folder.trim()).join("bin/python"),
        })
    }

    /// The version of Python.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub fn version(&self) -> Result<String> {
        let output = Command::new(&self.path).arg("--version").output()?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// A process that runs a script with the packages of this environment and no others.
    pub fn running(&self, script: &Path) -> Command {
        let mut command = Command::new(&self.path);
        command.arg(script).env_remove("PYTHONPATH");
        command
    }
}
