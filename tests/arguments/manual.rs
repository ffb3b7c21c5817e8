//! The tables of `docs/language.md` that are made from the compiler.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use neural_dsl::network::layers;

/// What every layer takes.
const OF_ALL: [&str; 3] = ["name", "trainable", "dtype"];

/// What was refused: an argument with its value, and of each layer the targets.
#[derive(Debug, Default)]
pub struct Holes(BTreeMap<String, BTreeMap<&'static str, BTreeSet<&'static str>>>);

impl Holes {
    /// A target refuses a layer with this argument.
    pub fn add(
        &mut self,
        layer: &'static str,
        (argument, value): (&str, &str),
        target: &'static str,
    ) {
        let layers = self.0.entry(format!("{argument}={value}")).or_default();
        layers.entry(layer).or_default().insert(target);
    }

    /// A row for each argument and each set of targets.
    pub fn table(&self) -> String {
        let count = layers().count();
        let mut text = "| with | these layers are refused | by |\n|---|---|---|\n".to_owned();
        for (argument, layers) in &self.0 {
            let mut by_targets: BTreeMap<&BTreeSet<&str>, Vec<&str>> = BTreeMap::new();
            for (layer, targets) in layers {
                by_targets.entry(targets).or_default().push(layer);
            }
            for (targets, layers) in by_targets {
                let targets: Vec<&str> = targets.iter().copied().collect();
                // All but those without a meaning, which nobody walks.
                let names = match layers.len() * 10 > count * 8 {
                    true => "all".to_owned(),
                    false => layers.join(", "),
                };
                let _ = writeln!(text, "| `{argument}` | {names} | {} |", targets.join(", "));
            }
        }
        text
    }
}

/// Every layer with its arguments.
pub fn layers_table() -> String {
    let mut text = format!(
        "Every layer also takes `{}`.\n\n| layer | arguments, by place in this order |\n|---|---|\n",
        OF_ALL.join("`, `")
    );
    for (layer, arguments) in layers() {
        let own = arguments.iter().filter(|name| !OF_ALL.contains(name));
        let own: Vec<String> = own.map(|name| format!("`{name}`")).collect();
        let own = if own.is_empty() {
            "-".to_owned()
        } else {
            own.join(", ")
        };
        let _ = writeln!(text, "| {layer} | {own} |");
    }
    text
}

/// Holds what stands between two marks against a table; with `UPDATE_FIXTURES` in the environment it is
/// written.
pub fn hold(mark: &str, table: &str) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language.md");
    let manual = fs::read_to_string(&path).unwrap();
    let (begin, end) = (
        format!("<!-- {mark} -->\n"),
        format!("<!-- end of {mark} -->"),
    );
    let start = manual.find(&begin).expect("the manual has the mark") + begin.len();
    let stop = manual.find(&end).expect("the manual has the mark");
    if env::var_os("UPDATE_FIXTURES").is_some() {
        let written = [&manual[..start], table, &manual[stop..]].concat();
        fs::write(&path, written).unwrap();
        return;
    }
    assert_eq!(
        &manual[start..stop],
        table,
        "UPDATE_FIXTURES=1 writes the table"
    );
}
