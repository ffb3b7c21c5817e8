//! From the files of `dsl/` to the table of models.

use std::fmt::Write;
use std::path::Path;

use super::sources;

/// Writes `models.rs`. The networks of `growth` come in a table of their own.
///
/// A file that does not check becomes a model without a network: the suite shows it as FAILED, and
/// the build goes on.
pub fn write(dsl: &Path, growth: Option<&Path>, out: &Path) -> Result<(), String> {
    let mut text = String::from(
        "/// The models, in the order of their files' names.\npub static MODELS: &[Model] = &[\n",
    );
    add_folder(dsl, &mut text)?;
    text.push_str(
        "];\n\n/// Networks of growing sizes, in the order of their files' names and places.\n\
         pub static GROWTH: &[Model] = &[\n",
    );
    if let Some(growth) = growth {
        add_folder(growth, &mut text)?;
    }
    text.push_str("];\n");
    sources::save(&out.join("models.rs"), &text)
}

/// Adds the networks of a folder.
fn add_folder(folder: &Path, text: &mut String) -> Result<(), String> {
    for source in sources::read(folder)? {
        for line in source.diagnostics.lines() {
            println!("cargo::warning={line}");
        }
        writeln!(
            text,
            "    Model {{ name: {:?}, file: {:?}, network: {:?}, source: include_str!({:?}) }},",
            source.name,
            source.file,
            source.network.map(|network| network.name),
            source.path,
        )
        .expect("a String takes every text");
    }
    Ok(())
}
