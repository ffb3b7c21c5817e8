//! The `.neural` files of a folder, and the networks in them.

use std::path::{Path, PathBuf};
use std::{fs, io};

use neural_dsl::network::Network;

/// A network of a file, or a file that holds none that checks.
#[allow(
    dead_code,
    reason = "the table of models takes all of it, that of programs a part"
)]
pub struct Source {
    /// The file's stem, or `stem.network` where the file holds several.
    pub name: String,
    /// The file's name.
    pub file: String,
    /// Where it lies.
    pub path: PathBuf,
    /// The checked network.
    pub network: Option<Network>,
    /// Why there is none, as lines for the user.
    pub diagnostics: String,
}

/// Reads the files of a folder, in the order of their names. Cargo runs the build script again when one of
/// them changes.
pub fn read(folder: &Path) -> Result<Vec<Source>, String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let paths =
        files(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut sources = Vec::new();
    for path in paths {
        println!("cargo::rerun-if-changed={}", path.display());
        let file = path
            .file_name()
            .and_then(|name| name.to_str())
            .ok_or_else(|| format!("{} has no name in UTF-8", path.display()))?;
        let stem = file.trim_end_matches(".neural");
        let Ok(text) = fs::read_to_string(&path) else {
            println!("cargo::warning={file} is not a text in UTF-8; it is left out");
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

/// Writes a file, unless it has that text already: an unchanged module is not compiled again.
pub fn save(path: &Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(path).is_ok_and(|present| present == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}
