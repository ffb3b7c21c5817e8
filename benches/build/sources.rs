//! The `.neural` files of a folder, and the networks in them.

use std::path::{Path, PathBuf};
use std::{fs, io};

use neural_dsl::network::Network;

/// A network of a file, or a file that holds none that checks.
#[allow(
    dead_code,
    reason = "the table of models and that of programs take a part each"
)]
pub struct Source {
    /// The file's stem, or `stem.network` where the file holds several.
    pub name: String,
    /// The file's name.
    pub file: String,
    /// Where it lies.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// The checked network.
    pub network: Option<Network>,
    /// Why there is none, as lines for the user.
    pub diagnostics: String,
}

/// Reads the files of a folder, in the order of their names.
///
/// A file that does not check is a source without a network. One that is no text in UTF-8 is left out and told to
/// `left_out`.
///
/// # Errors
/// Where the folder cannot be read.
pub fn read(folder: &Path, mut left_out: impl FnMut(&str)) -> Result<Vec<Source>, String> {
    let paths =
        files(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut sources = Vec::new();
    for path in paths {
        let file = path
            .file_name()
            .and_then(|name| name.to_str())
            .ok_or_else(|| format!("{} has no name in UTF-8", path.display()))?;
        let stem = file.trim_end_matches(".neural");
        let Ok(text) = fs::read_to_string(&path) else {
            left_out(file);
            continue;
        };
        let (networks, diagnostics) = match neural_dsl::check(&text) {
            Ok(checked) => (checked.networks, String::new()),
            Err(errors) => (Vec::new(), neural_dsl::render(file, &text, &errors)),
        };
        let source = |name: String, network| Source {
            name,
            file: file.to_owned(),
            path: path.clone(),
            text: text.clone(),
            network,
            diagnostics: diagnostics.clone(),
        };
        match networks.len() {
            0 | 1 => sources.push(source(stem.to_owned(), networks.into_iter().next())),
            _ => sources.extend(
                networks
                    .into_iter()
                    .map(|network| source(format!("{stem}.{}", network.name), Some(network))),
            ),
        }
    }
    Ok(sources)
}

/// The `.neural` files of a folder, sorted.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "neural")
    });
    paths.sort();
    Ok(paths)
}
