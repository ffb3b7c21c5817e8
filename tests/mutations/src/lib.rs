//! Mutated files, and the structure of programs.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Sound files, and the networks of the cases of Keras: one text for each kind of layer at least.
///
/// # Panics
/// Where a file cannot be read.
pub fn corpus() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut corpus = Vec::new();
    for folder in [
        "dsl",
        "fixtures/valid",
        "fixtures/invalid",
        "fixtures/refused",
    ] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            // The longest are for other tests: here it is the number that counts.
            let short = fs::metadata(&path).unwrap().len() < 1500;
            if short && path.extension().is_some_and(|it| it == "neural") {
                corpus.extend(fs::read_to_string(&path).ok());
            }
        }
    }
    for entry in fs::read_dir(root.join("fixtures/keras/cases")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        let networks = cases.iter().filter_map(|case| case["network"].as_str());
        corpus.extend(networks.map(str::to_owned));
    }
    corpus
}

/// What is put into a text: words and marks of the language, and what no file should hold.
const PIECES: &[&str] = &[
    "network",
    "input:",
    "layers:",
    "loss:",
    "optimizer:",
    "define",
    "research",
    "Dense(",
    "LSTM(4)",
    "Conv2D(2, 3)",
    "Add()",
    "Embedding(6, 3)",
    "ResidualConnection {",
    "TimeDistributed(",
    "Bidirectional(",
    "HPO(choice(",
    "* 3",
    "* 1000000000",
    "@ \"cpu\"",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "=",
    "\"",
    "'",
    "#",
    "\n",
    "-1",
    "0",
    "1e999",
    "9223372036854775807",
    "99999999999999999999",
    "0.5",
    "None",
    "true",
    "same",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "é",
    "𝔫",
    "r#fn",
    "\\",
    "units=",
    "axis=-7",
    "kernel_size=0",
    "return_sequences=true",
    "data_format=\"channels_first\"",
];

/// A change of a text.
#[derive(Debug, Clone)]
pub enum Change {
    /// So many bytes go.
    Cut(Index, usize),
    /// So many bytes stand there twice.
    Double(Index, usize),
    /// Something of the language, or of what no file should hold.
    Insert(Index, &'static str),
    /// A part of another file.
    Borrow(Index, Index, Index, usize),
    /// A letter.
    Letter(Index, char),
}

/// Any change.
pub fn change() -> impl Strategy<Value = Change> {
    let index = any::<Index>;
    prop_oneof![
        (index(), 1usize..30).prop_map(|(at, length)| Change::Cut(at, length)),
        (index(), 1usize..30).prop_map(|(at, length)| Change::Double(at, length)),
        (index(), select(PIECES)).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (index(), index(), index(), 1usize..60)
            .prop_map(|(at, other, from, length)| Change::Borrow(at, other, from, length)),
        (index(), any::<char>()).prop_map(|(at, letter)| Change::Letter(at, letter)),
    ]
}

/// A place between two characters.
fn place(text: &str, index: Index) -> usize {
    let mut place = index.index(text.len() + 1);
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}

/// The part of a text from a place on, at most so long.
fn part(text: &str, from: usize, length: usize) -> &str {
    let mut end = (from + length).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[from..end.max(from)]
}

/// The text with a change.
pub fn changed(text: &str, change: &Change, corpus: &[String]) -> String {
    match change {
        Change::Cut(at, length) => {
            let at = place(text, *at);
            let cut = part(text, at, *length).len();
            [&text[..at], &text[at + cut..]].concat()
        }
        Change::Double(at, length) => {
            let at = place(text, *at);
            [&text[..at], part(text, at, *length), &text[at..]].concat()
        }
        Change::Insert(at, piece) => {
            let at = place(text, *at);
            [&text[..at], piece, &text[at..]].concat()
        }
        Change::Borrow(at, other, from, length) => {
            let (at, other) = (place(text, *at), &corpus[other.index(corpus.len())]);
            let borrowed = part(other, place(other, *from), *length);
            [&text[..at], borrowed, &text[at..]].concat()
        }
        Change::Letter(at, letter) => {
            let at = place(text, *at);
            [&text[..at], &letter.to_string(), &text[at..]].concat()
        }
    }
}

/// The kinds of the tokens of a program, in their order: what its structure is whatever its names and strings.
///
/// # Panics
/// Where it is not made of Rust's tokens.
pub fn structure(program: &str) -> Vec<&'static str> {
    fn kinds(tokens: proc_macro2::TokenStream, kinds_of: &mut Vec<&'static str>) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            use proc_macro2::TokenTree;
            match token {
                TokenTree::Group(group) => {
                    kinds_of.push("open");
                    kinds(group.stream(), kinds_of);
                    kinds_of.push("close");
                }
                TokenTree::Ident(_) => kinds_of.push("name"),
                TokenTree::Literal(_) => kinds_of.push("literal"),
                // Comments of documentation are `#[doc = "…"]`, as many as the lines that they take.
                TokenTree::Punct(mark) if mark.as_char() == '#' => {
                    if tokens.peek().is_some_and(|next| next.to_string() == "!") {
                        tokens.next();
                    }
                    let attribute = tokens
                        .next()
                        .map(|next| next.to_string())
                        .unwrap_or_default();
                    if !attribute.starts_with("[doc") {
                        kinds_of.push("attribute");
                    }
                }
                // Long lines end in one more comma.
                TokenTree::Punct(mark) if mark.as_char() == ',' && tokens.peek().is_none() => {}
                TokenTree::Punct(_) => kinds_of.push("mark"),
            }
        }
    }
    let mut found = Vec::new();
    kinds(program.parse().expect("tokens"), &mut found);
    found
}
