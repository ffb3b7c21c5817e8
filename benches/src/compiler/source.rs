//! The texts that are compiled.

use anyhow::anyhow;
use neural_dsl::Checked;
use neural_dsl::syntax::File;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::registry;

/// Twenty networks in one file, pinned so that figures stay comparable.
pub const FIXTURE: &str = include_str!("../../../fixtures/bench/twenty_networks.neural");

/// A file's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file's stem.
    pub name: String,
    /// What it says.
    pub text: String,
}

impl Source {
    /// The file's name.
    pub fn file(&self) -> String {
        format!("{}.neural", self.name)
    }

    /// The tree and the networks, which later stages start from.
    ///
    /// # Errors
    /// The rendered diagnostics of a text that does not check.
    pub fn compiled(&self) -> Result<(File<'_>, Checked)> {
        let failed = |diagnostics: Vec<_>| {
            let file = self.file();
            let text = neural_dsl::render(&file, &self.text, &diagnostics);
            anyhow!("{file} does not check:\n{}", text.trim_end())
        };
        let tree = neural_dsl::parse(&self.text).map_err(failed)?;
        let checked = neural_dsl::lower(&tree).map_err(failed)?;
        Ok((tree, checked))
    }
}

/// The pinned fixture and each file of `dsl/`.
///
/// # Errors
/// Where `dsl/` cannot be read.
pub fn sources() -> Result<Vec<Source>> {
    let mut sources = vec![Source {
        name: "twenty_networks".to_owned(),
        text: FIXTURE.to_owned(),
    }];
    for model in registry::models()? {
        let name = model.file.trim_end_matches(".neural");
        // A file of several networks is several models.
        if !sources.iter().any(|source| source.name == name) {
            sources.push(Source {
                name: name.to_owned(),
                text: model.source.to_owned(),
            });
        }
    }
    Ok(sources)
}
