//! The examples of `docs/language.md`: those marked `neural` check, those marked `neural-error` give the error
//! that stands behind them.

use std::fs;
use std::path::Path;

use neural_dsl::check;

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

#[test]
fn examples_of_the_manual_are_what_it_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language.md");
    let manual = fs::read_to_string(path).unwrap();
    let examples = examples(&manual);
    assert!(examples.len() > 5);
    for Example { kind, text, quoted } in examples {
        match (kind.as_str(), check(&text)) {
            ("neural", Ok(checked)) => assert!(!checked.networks.is_empty(), "{text}"),
            ("neural", Err(faults)) => panic!("{text}\n{faults:#?}"),
            ("neural-error", Err(faults)) => {
                let quoted = quoted.expect("an error stands behind the example");
                let said = faults.iter().any(|fault| fault.message == quoted);
                assert!(said, "{quoted} is not among {faults:#?}");
            }
            (kind, _) => panic!("a block of the kind {kind}: {text}"),
        }
    }
}
