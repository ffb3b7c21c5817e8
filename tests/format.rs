//! The canonical form of files: it means the same, keeps comments, and is its own form.

use std::fs;
use std::path::{Path, PathBuf};

use neural_dsl::{Limits, format, parse};
use proptest::prelude::*;

/// All sound files of the fixtures, and the models.
fn files() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["dsl", "fixtures/valid", "fixtures/refused"];
    let entries = folders.map(|folder| fs::read_dir(root.join(folder)).unwrap());
    let paths = entries
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path());
    let files = paths.filter(|path| path.extension().is_some_and(|it| it == "neural"));
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        (path, text)
    };
    files.map(read).collect()
}

/// The tree without the places.
fn tree(text: &str) -> serde_json::Value {
    fn strip(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(fields) => {
                fields.remove("span");
                fields.values_mut().for_each(strip);
            }
            serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let file = parse(text).unwrap_or_else(|faults| panic!("{text}\n{faults:#?}"));
    let mut tree = serde_json::to_value(file).unwrap();
    strip(&mut tree);
    tree
}

/// The comments of a text in their order.
fn comments(text: &str) -> Vec<&str> {
    let comment = |line: &'_ str| -> Option<usize> {
        let mut quote = None;
        for (index, letter) in line.char_indices() {
            match (quote, letter) {
                (None, '#') => return Some(index),
                (None, '"' | '\'') => quote = Some(letter),
                (Some(open), letter) if open == letter => quote = None,
                _ => {}
            }
        }
        None
    };
    text.lines()
        .filter_map(|line| Some(line[comment(line)?..].trim_end()))
        .collect()
}

fn holds(text: &str) {
    let once = format(text, Limits::default()).unwrap();
    assert_eq!(tree(text), tree(&once), "{text}\n{once}");
    assert_eq!(comments(text), comments(&once));
    assert_eq!(
        format(&once, Limits::default()).unwrap(),
        once,
        "formatted twice"
    );
}

#[test]
fn the_form_of_every_sound_file_means_the_same() {
    let files = files();
    assert!(files.len() > 30);
    for (_, text) in files {
        holds(&text);
    }
}

#[test]
fn lines_are_indented_and_spaced() {
    let text = "# c\nnetwork   X{\ninput:(8 , 3)\n\n\n  layers :\n   Dense (4,activation = \"a  b\")   # first\n  \
                Flatten\n Block{ Add()\n }\n    Output( 2 ,\n  kernel_regularizer=l2( 0.5 ) )*1\n  loss = \"mse\"\n  \
                train{ epochs:5\n batch_size :  3 } }\n";
    let form = "# c\nnetwork X {\n  input: (8, 3)\n\n  layers:\n    Dense(4, activation=\"a  b\")  # first\n    \
                Flatten\n    Block { Add()\n    }\n    Output(2,\n      kernel_regularizer=l2(0.5)) * 1\n  \
                loss = \"mse\"\n  train { epochs: 5\n    batch_size: 3 } }\n";
    let parsed = text
        .replace("\"a  b\"", "\"relu\"")
        .replace("Block{ Add()\n }", "Flatten");
    let expected = form
        .replace("\"a  b\"", "\"relu\"")
        .replace("Block { Add()\n    }", "Flatten");
    assert_eq!(format(&parsed, Limits::default()).unwrap(), expected);
}

#[test]
fn what_does_not_parse_is_not_formatted() {
    assert!(format("network {", Limits::default()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever blanks stand between the tokens of a line.
    #[test]
    fn blanks_do_not_matter(index in 0usize..1000, blanks in prop::collection::vec(1usize..5, 64)) {
        let files = files();
        let (_, text) = &files[index % files.len()];
        let mut widths = blanks.iter().cycle();
        let stretched: Vec<String> = text
            .lines()
            .map(|line| match line.contains(['"', '\'', '#']) {
                true => line.to_owned(),
                false => {
                    let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
                    words.join(&" ".repeat(*widths.next().unwrap()))
                }
            })
            .collect();
        holds(&(stretched.join("\n") + "\n"));
    }
}
