//! The models: one for each network in `dsl/`, and with the feature `growth` those of `benches/growth/`.
//!
//! The files are read when the suite runs, so that a change of one compiles nothing again but the programs made
//! from it. A program that was made from another text than the file's is found out ([`crate::subject`]).

#[path = "../build/sources.rs"]
mod sources;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{anyhow, bail};
use neural_dsl::network::Network;

use crate::Result;

/// A network of a file in `dsl/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Model {
    /// The file's stem, or `stem.network` where the file holds several.
    pub name: &'static str,
    /// The file's name.
    pub file: &'static str,
    /// The network's name; none where the file does not check.
    pub network: Option<&'static str>,
    /// The file's text.
    pub source: &'static str,
}

/// The models, in the order of their files' names and of their places.
///
/// # Errors
/// Where `dsl/` cannot be read.
pub fn models() -> Result<&'static [Model]> {
    static MODELS: LazyLock<Result<Vec<Model>, String>> = LazyLock::new(|| read(&below("../dsl")));
    whole(&MODELS)
}

/// Networks of growing size, in the order of their files' names and of their places; none without the feature
/// `growth`.
///
/// # Errors
/// Where `benches/growth/` cannot be read.
pub fn growth() -> Result<&'static [Model]> {
    static GROWTH: LazyLock<Result<Vec<Model>, String>> =
        LazyLock::new(|| match cfg!(feature = "growth") {
            true => read(&below("growth")),
            false => Ok(Vec::new()),
        });
    whole(&GROWTH)
}

fn whole(table: &'static Result<Vec<Model>, String>) -> Result<&'static [Model]> {
    table.as_deref().map_err(|error| anyhow!(error.clone()))
}

/// A folder, from this package's.
fn below(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// The models of a folder of `.neural` files. They stay until the process ends, for everything refers to them.
///
/// # Errors
/// Where the folder cannot be read.
pub fn read(folder: &Path) -> Result<Vec<Model>, String> {
    // The build has warned of what is no text.
    let sources = sources::read(folder, |_| ())?;
    Ok(sources.into_iter().map(Model::of).collect())
}

impl Model {
    fn of(source: sources::Source) -> Self {
        Self {
            name: source.name.leak(),
            file: source.file.leak(),
            network: source.network.map(|network| &*network.name.leak()),
            source: source.text.leak(),
        }
    }

    /// The checked network.
    ///
    /// # Errors
    /// The rendered diagnostics of a file that does not check.
    pub fn network(&self) -> Result<Network> {
        let networks = neural_dsl::check(self.source)
            .map_err(|diagnostics| {
                let text = neural_dsl::render(self.file, self.source, &diagnostics);
                anyhow!("{} does not check:\n{}", self.file, text.trim_end())
            })?
            .networks;
        networks
            .into_iter()
            .find(|network| Some(network.name.as_str()) == self.network)
            .ok_or_else(|| anyhow!("{} holds no such network", self.file))
    }
}

/// The model of this name, or the network of growing size that has it.
///
/// # Errors
/// Where there is neither.
pub fn named(name: &str) -> Result<&'static Model> {
    let mut known = models()?.iter().chain(growth()?);
    known
        .find(|model| model.name == name)
        .ok_or_else(|| anyhow!("there is no network `{name}`"))
}

/// The models of these names, in the order of `dsl/`; all of them where no name is given.
///
/// # Errors
/// Where there is no model of a name.
pub fn select(names: &[String]) -> Result<Vec<&'static Model>> {
    let models = models()?;
    if let Some(unknown) = names
        .iter()
        .find(|name| !models.iter().any(|model| model.name == name.as_str()))
    {
        let known: Vec<_> = models.iter().map(|model| model.name).collect();
        bail!("no model `{unknown}`; there are {}", known.join(", "));
    }
    Ok(models
        .iter()
        .filter(|model| names.is_empty() || names.iter().any(|name| name == model.name))
        .collect())
}
