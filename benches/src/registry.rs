//! The models: one for each network in `dsl/`, put here by the build script. With the feature `growth` those of
//! `benches/growth/`, in a table of their own.

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

include!(concat!(env!("OUT_DIR"), "/models.rs"));

impl Model {
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
    let mut known = MODELS.iter().chain(GROWTH);
    known
        .find(|model| model.name == name)
        .ok_or_else(|| anyhow!("this build has no network `{name}`"))
}

/// The models of these names, in the order of `dsl/`; all of them where no name is given.
///
/// # Errors
/// Where there is no model of a name.
pub fn select(names: &[String]) -> Result<Vec<&'static Model>> {
    if let Some(unknown) = names
        .iter()
        .find(|name| !MODELS.iter().any(|model| model.name == name.as_str()))
    {
        let known: Vec<_> = MODELS.iter().map(|model| model.name).collect();
        bail!("no model `{unknown}`; there are {}", known.join(", "));
    }
    Ok(MODELS
        .iter()
        .filter(|model| names.is_empty() || names.iter().any(|name| name == model.name))
        .collect())
}
