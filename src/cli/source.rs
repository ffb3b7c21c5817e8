//! Files that are read.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use neural_dsl::{Checked, Diagnostic, Limits};

use super::arguments::{Format, Point, Reading};
use super::machine;
use super::output::Failure;

/// A file's text with its names.
pub(crate) struct Source {
    /// As the user gave it.
    pub(crate) path: String,
    /// The last part of it, which generated programs show.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) limits: Limits,
    format: Format,
}

impl Source {
    pub(crate) fn read(file: &Path, reading: Reading) -> Result<Self, Failure> {
        let standard_input = file == Path::new("-");
        let path = if standard_input {
            "<stdin>".to_owned()
        } else {
            file.display().to_string()
        };
        let name = match file.file_name() {
            Some(name) if !standard_input => name.to_string_lossy().into_owned(),
            _ => path.clone(),
        };
        let bytes = if standard_input {
            let mut bytes = Vec::new();
            io::stdin().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            fs::read(file)
        };
        let bytes = bytes
            .map_err(|error| Failure::File(format!("error: cannot read {path}: {error}\n")))?;
        let text = neural_dsl::decode(bytes).map_err(|fault| {
            Failure::File(neural_dsl::render(
                &path,
                &fault.text,
                &[fault.diagnostic()],
            ))
        })?;
        Ok(Self {
            path,
            name,
            text,
            limits: reading.limits(),
            format: reading.format,
        })
    }

    pub(crate) fn check(&self, point: &Point) -> Result<Checked, Failure> {
        neural_dsl::check_at(&self.text, self.limits, &point.set)
            .map_err(|faults| self.failure(&faults))
    }

    pub(crate) fn render(&self, diagnostics: &[Diagnostic]) -> String {
        match self.format {
            Format::Text => neural_dsl::render(&self.path, &self.text, diagnostics),
            Format::Json => machine::lines(&self.path, &self.text, diagnostics),
        }
    }

    pub(crate) fn failure(&self, diagnostics: &[Diagnostic]) -> Failure {
        Failure::File(self.render(diagnostics))
    }
}
