//! Small forms of the language, each on a line of a file in `fixtures/forms`: what is accepted, what only
//! parses, what is refused, and where.
//!
//! A line `in …` says where the forms below it stand, at `@@`. Then `+` is a form that checks, `~` one that
//! parses and does not check, `-` one that is not even parsed. `§` marks where an error begins; where a form
//! has marks, there is an error at each of them and at no other place. `⏎` ends a line inside a form, and a
//! line that begins with `#` is a comment.

use std::fs;
use std::path::Path;

use neural_dsl::{Diagnostic, Limits, check, inspect, render};

/// The text without its marks, and where they stood.
fn unmarked(text: &str) -> (String, Vec<usize>) {
    let mut parts = text.split('§');
    let mut plain = parts.next().unwrap().to_owned();
    let mut marks = Vec::new();
    for part in parts {
        marks.push(plain.len());
        plain += part;
    }
    (plain, marks)
}

/// Where errors begin, each place once.
fn places(said: &[Diagnostic]) -> Vec<usize> {
    let errors = said.iter().filter(|said| said.is_error());
    let mut places: Vec<usize> = errors.map(|error| error.primary.span.start()).collect();
    places.dedup();
    places
}

/// What is wrong with the verdict on a form.
fn misjudged(sign: &str, text: &str) -> Option<String> {
    let (text, marks) = unmarked(text);
    let parsed = inspect(&text, Limits::default()).map(|_| ());
    let checked = check(&text).map(|_| ());
    let said = match sign {
        "-" => parsed.as_ref().err(),
        _ => checked.as_ref().err(),
    };
    let verdict = match (&parsed, &checked) {
        (Ok(()), Ok(())) => "+",
        (Ok(()), Err(_)) => "~",
        (Err(_), _) => "-",
    };
    let shown = said.map_or(String::new(), |said| render("form", &text, said));
    if verdict != sign {
        return Some(format!("`{sign}` is `{verdict}`: {text}\n{shown}"));
    }
    let found = said.map_or(Vec::new(), |said| places(said));
    (!marks.is_empty() && found != marks)
        .then(|| format!("errors at {found:?} and not at {marks:?}: {text}\n{shown}"))
}

#[test]
fn every_form_is_judged_as_the_language_has_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/forms");
    let mut forms = 0;
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let lines = fs::read_to_string(&path).unwrap();
        let mut around = "@@".to_owned();
        for line in lines.lines().filter(|line| !line.is_empty()) {
            let (sign, form) = line.split_once(' ').unwrap();
            match sign {
                "#" => {}
                "in" => around = form.replace('⏎', "\n"),
                "+" | "~" | "-" => {
                    forms += 1;
                    let text = around.replace("@@", &form.replace('⏎', "\n"));
                    let file = path.file_name().unwrap().display();
                    wrong.extend(misjudged(sign, &text).map(|wrong| format!("{file}: {wrong}")));
                }
                _ => panic!("{}: {line}", path.display()),
            }
        }
    }
    assert!(forms > 900, "{forms} forms");
    assert!(
        wrong.is_empty(),
        "{} of {forms} forms\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
