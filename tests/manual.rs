//! The examples of the language's manual: those marked `neural` check, those marked `neural-error` give the error
//! that stands behind them.

use std::fs;
use std::path::Path;

use neural_dsl::network::{LayerType, layers};
use neural_dsl::{check, render};

/// A fenced block: what stands behind the fence, its text, and the first quoted line behind it.
struct Example {
    kind: String,
    text: String,
    quoted: Option<String>,
}

fn examples(manual: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut lines = manual.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```").filter(|kind| !kind.is_empty()) {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            examples.push(Example {
                kind: kind.to_owned(),
                text: text.join("\n"),
                quoted: None,
            });
        } else if let Some(quoted) = line.strip_prefix("> ") {
            let last = examples.last_mut().expect("a quotation follows an example");
            last.quoted.get_or_insert_with(|| quoted.to_owned());
        }
    }
    examples
}

/// The files of the manual.
const MANUAL: [&str; 3] = ["docs/language.md", "docs/layers.md", "docs/training.md"];

fn all_examples() -> Vec<Example> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |file: &&str| fs::read_to_string(folder.join(file)).unwrap();
    let texts: Vec<String> = MANUAL.iter().map(read).collect();
    texts.iter().flat_map(|text| examples(text)).collect()
}

#[test]
fn examples_of_the_manual_are_what_it_says() {
    let examples = all_examples();
    assert!(examples.len() > 20);
    for Example { kind, text, quoted } in examples {
        match (kind.as_str(), check(&text)) {
            ("neural", Ok(checked)) => assert!(!checked.networks.is_empty(), "{text}"),
            ("neural", Err(faults)) => panic!("{}", render("manual.neural", &text, &faults)),
            ("neural-error", Err(faults)) => {
                let quoted = quoted.expect("an error stands behind the example");
                let said = faults.iter().any(|fault| fault.message == quoted);
                assert!(said, "{quoted} is not among {faults:#?}");
            }
            (kind, _) => panic!("a block of the kind {kind}: {text}"),
        }
    }
}

#[test]
fn every_layer_has_an_example() {
    let texts: Vec<String> = all_examples().into_iter().map(|it| it.text).collect();
    let stands = |layer: &str| {
        let is_call = |at: usize, text: &str| {
            let begins = !text[..at].ends_with(|before: char| before.is_alphanumeric());
            begins && text[at + layer.len()..].starts_with(['(', ' '])
        };
        texts
            .iter()
            .any(|text| text.match_indices(layer).any(|(at, _)| is_call(at, text)))
    };
    let missing: Vec<&str> = layers()
        .map(|(layer, _)| layer)
        .filter(|&layer| {
            // Of a layer that nobody has defined there is nothing to show.
            !LayerType::named(layer).is_some_and(LayerType::has_no_meaning) && !stands(layer)
        })
        .collect();
    assert!(missing.is_empty(), "no example of {missing:?}");
}
