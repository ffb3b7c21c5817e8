//! A hundred thousand mutated files: none makes the compiler panic, every fault has its place in the text, and
//! what is generated is Rust.

use std::fs;
use std::path::Path;

use neural_dsl::{Target, check, generate, render};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Sound files, and the networks of the cases of Keras: one text for each kind of layer at least.
fn corpus() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
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
enum Change {
    Cut(Index, usize),
    Double(Index, usize),
    Insert(Index, &'static str),
    Borrow(Index, Index, Index, usize),
    Letter(Index, char),
}

fn change() -> impl Strategy<Value = Change> {
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

fn changed(text: &str, change: &Change, corpus: &[String]) -> String {
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

/// Asks the compiler all that it can be asked about a text; whether a program came of it.
fn ask(text: &str) -> bool {
    let checked = match check(text) {
        Ok(checked) => checked,
        Err(faults) => {
            assert!(!faults.is_empty());
            for fault in &faults {
                let labels = fault.secondary.iter().chain([&fault.primary]);
                for span in labels.map(|label| label.span) {
                    assert!(
                        span.start <= span.end && span.end <= text.len(),
                        "{fault:?}"
                    );
                    assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
                }
            }
            assert!(!render("file.neural", text, &faults).is_empty());
            return false;
        }
    };
    let mut generated = false;
    for network in &checked.networks {
        for target in Target::ALL {
            match generate(network, "file.neural", target) {
                Ok(program) => {
                    generated = true;
                    if let Err(fault) = syn::parse_file(&program) {
                        panic!("{fault}\n{text}\n{program}");
                    }
                }
                Err(faults) => assert!(!render("file.neural", text, &faults).is_empty()),
            }
        }
    }
    generated
}

#[test]
fn the_corpus_itself_generates() {
    let corpus = corpus();
    assert!(corpus.len() > 700);
    // Every tenth, for each program is parsed.
    let generated = corpus.iter().step_by(10).filter(|text| ask(text)).count();
    assert!(generated > 50, "{generated}");
}

#[test]
fn a_hundred_thousand_mutated_files_are_answered() {
    const FILES: u32 = 100_000;
    let corpus = corpus();
    let workers = std::thread::available_parallelism().map_or(2, |count| count.get() as u32);
    std::thread::scope(|scope| {
        for worker in 0..workers {
            let corpus = &corpus;
            scope.spawn(move || {
                let mut config = ProptestConfig::with_cases(FILES.div_ceil(workers));
                config.failure_persistence = None;
                // Others on each worker, the same each time; `cargo fuzz` looks further.
                config.rng_seed = proptest::test_runner::RngSeed::Fixed(u64::from(worker));
                let mut runner = proptest::test_runner::TestRunner::new(config);
                let files = (any::<Index>(), prop::collection::vec(change(), 1..4));
                let ran = runner.run(&files, |(file, changes)| {
                    let mut text = corpus[file.index(corpus.len())].clone();
                    for change in &changes {
                        text = changed(&text, change, corpus);
                    }
                    ask(&text);
                    Ok(())
                });
                ran.unwrap_or_else(|fault| panic!("worker {worker}: {fault}"));
            });
        }
    });
}

/// The kinds of the tokens of a program, in their order: what its structure is whatever its names and strings.
fn structure(program: &str) -> Vec<&'static str> {
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever a file is called, and whatever names and strings it holds.
    #[test]
    fn names_and_strings_cannot_change_a_program(
        file in "\\PC{0,40}|[\"'\\\\\\n*/{}#!]{1,20}",
        name in "[A-Za-z_][A-Za-z0-9_]{0,20}|fn|self|r#type|crate|Tensor|Value|loss",
        layer in prop_oneof![
            "[^'\\n]{0,30}".prop_map(String::from),
            select(&["fn", "Self", "x\"; panic!();//", "*/", "\\", "𝔣𝔫", "{}", "r#\"", "${x}"][..]).prop_map(String::from),
        ],
    ) {
        let text = |network: &str, layer: &str| format!(
            "network {network} {{\n  input: (6, 4)\n  layers:\n    LSTM(3, name='{layer}')\n    Dense(2, activation=\"softmax\")\n  \
             loss: \"sparse_categorical_crossentropy\"\n  optimizer: Adam()\n}}\n"
        );
        let Ok(evil) = check(&text(&name, &layer)) else { return Ok(()); };
        let plain = check(&text("Plain", "plain")).unwrap();
        for target in Target::ALL {
            let evil = generate(&evil.networks[0], &file, target).unwrap();
            let plain = generate(&plain.networks[0], "plain.neural", target).unwrap();
            prop_assert!(syn::parse_file(&evil).is_ok(), "{evil}");
            prop_assert_eq!(structure(&evil), structure(&plain));
        }
    }
}
