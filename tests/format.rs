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
fn a_comment_stands_where_what_follows_it_does() {
    let text = "network A {\n input: (4)\n layers:\n # the first\n Dense(3)\n # the last\n\n # how it learns\n# in all\n loss: \"mse\"\n # no more\n}\n";
    let expected = "network A {\n  input: (4)\n  layers:\n    # the first\n    Dense(3)\n    # the last\n\n  # how it learns\n  # in all\n  loss: \"mse\"\n  # no more\n}\n";
    assert_eq!(format(text, Limits::default()).unwrap(), expected);
    holds(text);
}

#[test]
fn lines_are_indented_and_spaced() {
    let text = "# c\nnetwork   X{\ninput:(8 , 3)\n\n\n  layers :\n   Dense (4,activation = \"relu\")   # first\n  \
                Flatten\n Residual{ Dense(4)\n }\n    Output( 2 ,\n  kernel_regularizer=l2( 0.5 ) )*1\n  loss = \"mse\"\n  \
                train{ save_path:\"a  b\"\n batch_size :  3 } }\n";
    let form = "# c\nnetwork X {\n  input: (8, 3)\n\n  layers:\n    Dense(4, activation=\"relu\")  # first\n    \
                Flatten\n    Residual { Dense(4)\n    }\n    Output(2,\n      kernel_regularizer=l2(0.5)) * 1\n  \
                loss = \"mse\"\n  train { save_path: \"a  b\"\n    batch_size: 3 } }\n";
    assert_eq!(format(text, Limits::default()).unwrap(), form);
}

#[test]
fn what_does_not_parse_is_not_formatted() {
    assert!(format("network {", Limits::default()).is_err());
}

/// A line with other widths of the blanks that are neither in a string nor in a comment.
fn stretched(line: &str, mut width: impl FnMut() -> usize) -> String {
    let mut text = String::new();
    let mut quote = None;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (None, '#') => {
                text.push('#');
                text.extend(letters);
                break;
            }
            (None, ' ') if letters.peek() != Some(&' ') => text += &" ".repeat(width()),
            (None, ' ') => {}
            (None, '"' | '\'') => {
                quote = Some(letter);
                text.push(letter);
            }
            (open, letter) => {
                if open == Some(letter) {
                    quote = None;
                }
                text.push(letter);
            }
        }
    }
    text
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
            .map(|line| stretched(line, || *widths.next().unwrap()))
            .collect();
        holds(&(stretched.join("\n") + "\n"));
    }
}
