//! The tables of `docs/language.md` that are made from the compiler.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::{env, fs};

use neural_dsl::check;
use neural_dsl::network::{Activation, Argument, Operation, layers};

use crate::frame::Frame;

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

/// Every layer with its arguments, their defaults, and the shortest example of it.
pub fn layers_table() -> String {
    let mut text = format!(
        "Every layer also takes `{}`. Arguments stand in the order in which they may be given by place; \
         those in bold have to be given, and those without a default are `None` where they are not.\n\n\
         | layer | arguments | example |\n|---|---|---|\n",
        OF_ALL.join("`, `")
    );
    for (layer, arguments) in layers() {
        let frame = Frame::of(layer, "");
        let checked = frame
            .as_ref()
            .map(|frame| check(&frame.text(layer, None)).unwrap());
        let node = checked.as_ref().and_then(|checked| {
            let mut nodes = checked.networks[0].nodes.iter();
            nodes.find(|node| type_of(&node.operation) == layer || layer == "Output")
        });
        let own = arguments.iter().filter(|name| !OF_ALL.contains(name));
        let own = own.map(|name| {
            let given = frame.as_ref().is_some_and(|frame| frame.gives(name));
            match node.and_then(|node| default(&node.operation, name)) {
                _ if given => format!("**`{name}`**"),
                Some(value) => format!("`{name}={value}`"),
                None => format!("`{name}`"),
            }
        });
        let own: Vec<String> = own.collect();
        let own = if own.is_empty() {
            "-".to_owned()
        } else {
            own.join(", ")
        };
        let example = frame.map_or("-".to_owned(), |frame| format!("`{}`", frame.layer(layer)));
        let _ = writeln!(text, "| {layer} | {own} | {example} |");
    }
    text
}

/// The name of a layer's type, of those with a type of their own from what is shown of it.
fn type_of(operation: &Operation) -> String {
    match operation {
        Operation::Layer(layer) => layer.kind.name().to_owned(),
        Operation::Activation(activation) => match activation {
            Activation::Relu => "ReLU".to_owned(),
            other => format!("{other:?}"),
        },
        other => format!("{other:?}")
            .split([' ', '('])
            .next()
            .unwrap_or_default()
            .to_owned(),
    }
}

/// What an argument is where it is not given; `None` for Keras' `None`, and for what no operation holds.
fn default(operation: &Operation, name: &str) -> Option<String> {
    if let Operation::Layer(layer) = operation {
        return shown(layer.get(name));
    }
    // The fields of a layer with a type of its own, as they are shown: `name: value`.
    let text = format!("{operation:?}");
    let start = text.find(&format!("{name}: "))? + name.len() + 2;
    let mut depth = 0;
    let end = text[start..].find(|letter: char| {
        depth += i32::from(letter == '[') - i32::from(letter == ']');
        depth == 0 && matches!(letter, ',' | '}')
    })?;
    Some(text[start..start + end].trim().to_owned())
}

fn shown(argument: &Argument) -> Option<String> {
    match argument {
        Argument::Integer(integer) => Some(integer.to_string()),
        Argument::Number(number) => Some(format!("{number:?}")),
        Argument::Flag(flag) => Some(flag.to_string()),
        Argument::Text(text) => Some(format!("{text:?}")),
        Argument::Activation(activation) => Some(format!("{activation:?}")),
        Argument::Initializer(initializer) => Some(format!("{initializer:?}")),
        _ => None,
    }
}

/// Holds what stands between two marks against a table; with `UPDATE_FIXTURES` in the environment it is
/// written.
pub fn hold(mark: &str, table: &str) {
    // Tests run beside each other, and each may write.
    static MANUAL: Mutex<()> = Mutex::new(());
    let _one = MANUAL.lock();
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
