//! The peers' Python.

use std::path::Path;

use crate::Result;
use crate::backend::Backend;
use crate::python::Python;
use crate::worker::Program;

/// A virtual environment that holds the libraries which this build is linked with.
#[derive(Debug)]
pub(super) struct Scripts {
    python: Python,
}

impl Scripts {
    /// Makes sure that the environment is there.
    ///
    /// # Errors
    /// As [`Python::provide`].
    pub(super) fn provide() -> Result<Self> {
        let python = Python::provide("peers")?;
        Ok(Self { python })
    }

    /// The version of Python.
    pub(super) fn version(&self) -> Result<String> {
        self.python.version()
    }

    /// The script that runs the peers on a library.
    pub(super) fn program(&self, backend: Backend) -> Program {
        let script = match backend {
            Backend::Torch => "pytorch.py",
            Backend::Tensorflow => "tensorflow_keras.py",
        };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
        Program::of_script(self.python.path.clone(), folder.join(script))
    }
}

/// Whether there are peers for a model: `benches/peers/` has it in Python.
pub(super) fn has(model: &str) -> bool {
    matches!(model, "simple_mlp" | "deep_mlp" | "cnn")
}
