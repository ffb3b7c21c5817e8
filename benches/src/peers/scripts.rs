//! The peers' Python.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::Result;
use crate::backend::Backend;
use crate::worker::Program;

/// A virtual environment that holds the libraries which this build is linked with.
#[derive(Debug)]
pub(super) struct Scripts {
    python: PathBuf,
}

/// The folder of this package.
fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Scripts {
    /// Makes sure that the environment is there: `native/provision.py` makes it once per machine.
    ///
    /// # Errors
    /// Where it cannot be made; why, and what to do, was said on standard error.
    pub(super) fn provide() -> Result<Self> {
        let output = Command::new("python3")
            .arg("-B")
            .arg(package().join("../native/provision.py"))
            .arg("peers")
            .stderr(Stdio::inherit())
            .output()
            .context("cannot start python3")?;
        if !output.status.success() {
            bail!("the peers have no Python environment");
        }
        let folder = String::from_utf8(output.stdout)?;
        Ok(Self {
            python: Path::new(folder.trim()).join("bin/python"),
        })
    }

    /// The version of Python.
    pub(super) fn version(&self) -> Result<String> {
        let output = Command::new(&self.python).arg("--version").output()?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// The script that runs the peers on a library.
    pub(super) fn program(&self, backend: Backend) -> Program {
        let script = match backend {
            Backend::Torch => "pytorch.py",
            Backend::Tensorflow => "tensorflow_keras.py",
        };
        Program::of_script(self.python.clone(), package().join("peers").join(script))
    }
}

/// Whether there are peers for a model: `benches/peers/` has it in Python.
pub(super) fn has(model: &str) -> bool {
    matches!(model, "simple_mlp" | "deep_mlp" | "cnn")
}
