//! Any text gets an answer, and soon.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use neural_dsl::{Limits, Network, Target, check, decode, generate, inspect, parse_with, render};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Whatever a text holds: no panic, and places that rendering can show.
fn answer(text: &str) {
    if let Err(faults) = inspect(text, Limits::default()) {
        assert!(!render("file.neural", text, &faults).is_empty());
    }
    match check(text) {
        Ok(checked) => {
            drop(render("file.neural", text, &checked.warnings));
            checked.networks.iter().for_each(generated);
        }
        Err(faults) => {
            assert!(!faults.is_empty());
            assert!(!render("file.neural", text, &faults).is_empty());
        }
    }
}

/// Code generation answers too, for networks that a test has time for.
fn generated(network: &Network) {
    network.parameter_count();
    network.cost();
    if network.nodes.len() < 100 {
        for target in Target::ALL {
            let _ = generate(network, "file.neural", target);
        }
    }
}

/// Every fixture and model.
fn samples() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [
        "dsl",
        "fixtures/valid",
        "fixtures/parse",
        "fixtures/refused",
        "fixtures/invalid",
        "fixtures/syntax",
    ];
    let mut samples = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let short = fs::metadata(&path).unwrap().len() < 4_000;
            if short
                && path
                    .extension()
                    .is_some_and(|extension| extension == "neural")
            {
                samples.push(fs::read_to_string(path).unwrap());
            }
        }
    }
    samples.sort();
    samples
}

/// What makes up files, for texts that come close to one.
const PIECES: [&str; 51] = [
    "network",
    "define",
    "research",
    "A",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    "=",
    ",",
    ";",
    "*",
    "@",
    "#",
    "\n",
    "\"",
    "'",
    "input",
    "layers",
    "loss",
    "optimizer",
    "metrics",
    "train",
    "execute",
    "Dense",
    "Conv2D",
    "Flatten",
    "Output",
    "LSTM",
    "Residual",
    "Reshape",
    "choice",
    "HPO",
    "name",
    "units",
    "28",
    "-1",
    "0.5",
    "1.",
    "1e99",
    "9223372036854775807",
    "None",
    "true",
    "relu",
    "network A {",
    "layers:",
    "é",
    "\u{FEFF}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        match decode(bytes) {
            Ok(text) => answer(&text),
            Err(fault) => drop(render("file.neural", &fault.text, &[fault.diagnostic()])),
        }
    }

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        answer(&text);
    }

    #[test]
    fn any_pieces(pieces in prop::collection::vec(select(&PIECES[..]), 0..60)) {
        answer(&pieces.join(" "));
        answer(&pieces.concat());
    }

    #[test]
    fn a_file_with_a_piece_cut_out_and_another_put_in(
        sample in select(samples()),
        cut in any::<(Index, Index)>(),
        piece in select(&PIECES[..]),
    ) {
        let characters: Vec<char> = sample.chars().collect();
        let at = cut.0.index(characters.len() + 1);
        let length = cut.1.index(20);
        let after = (at + length).min(characters.len());
        let text: String = characters[..at].iter().chain(&piece.chars().collect::<Vec<_>>()).chain(&characters[after..]).collect();
        answer(&text);
    }
}

/// Large enough that what is quadratic shows, small enough for a test without optimisation.
const LARGE: usize = 250_000;

/// The promise is a second for 1 MB in the profile that ships; here it is that nothing is quadratic.
fn answer_in_time(what: &str, text: &str) {
    let start = Instant::now();
    answer(text);
    let taken = start.elapsed();
    assert!(taken < Duration::from_secs(30), "{what} took {taken:?}");
}

#[test]
fn large_texts_are_answered_in_time() {
    let network = |layers: &str| format!("network A {{\n input: (1)\n layers:\n{layers}\n}}\n");
    let repeated = |piece: &str| piece.repeat(LARGE / piece.len());
    for piece in [
        "(",
        "{",
        "[",
        ")",
        "}",
        "(]",
        "a",
        "a ",
        "\"",
        "\" ",
        "#",
        "\n",
        " ",
        ",",
        ";",
        "*",
        "@ ",
        "1 ",
        "1.",
        "é",
        "\0",
        "a:",
        "a{",
        "a(",
        "a=",
        "network ",
        "network A {",
        "define A {",
        "layers:",
        "input: (",
        "loss:x ",
        "\nloss:",
        "A\n",
        "network A { input: (1) layers: Dense(1) }\n",
        "define A { A }\n",
        "\ntrian {",
    ] {
        answer_in_time(piece, &repeated(piece));
    }
    for layer in [
        "Dnse(1) ",
        "Dense ",
        "A{",
        "A(B(",
        "Dense(1) ",
        "Dense(a=1) ",
        "a: {} ",
        "Dense(1)*9 ",
        "Dense(1, name=a) ",
        "Dense(\"",
        "Dense(1,",
        "X@",
        "\n",
    ] {
        answer_in_time(layer, &network(&repeated(layer)));
    }
    let arguments = network(&format!("Dense({})", repeated("a=1,")));
    answer_in_time("arguments", &arguments);
    let settings: String = (0..LARGE / 10)
        .map(|number| format!("a{number}: 1 "))
        .collect();
    answer_in_time(
        "settings",
        &network(&format!("Dense(1)\n train {{ {settings} }}")),
    );
    let macros: String = (0..LARGE / 30)
        .map(|number| format!("define M{number} {{ M{} }}\n", number + 1))
        .collect();
    answer_in_time("macros", &macros);
    let macros: String = (0..LARGE / 90).map(|number| format!("define M{number} {{ Dense(1) }} network N{number} {{ input: (1) layers: M{number} M0 M1 }}\n")).collect();
    answer_in_time("networks", &macros);
}

#[test]
fn a_file_may_nest_as_deep_as_the_limit() {
    let blocks = format!("{}Dense(1){}", "R { ".repeat(63), " }".repeat(63));
    let values = format!("X({}1{})", "(".repeat(63), ")".repeat(63));
    let text = format!("network A {{\n input: (1)\n layers: {blocks} {values}\n}}\n");
    assert!(neural_dsl::parse(&text).is_ok());
}

#[test]
fn what_is_too_large_is_refused_unless_asked_for() {
    let text = format!(
        "network A {{ input: (1) layers: Dense(1) }}{}",
        " ".repeat(1_000_000)
    );
    let faults = check(&text).unwrap_err();
    assert!(
        faults[0].message.contains("1000000"),
        "{}",
        faults[0].message
    );
    assert!(parse_with(&text, Limits::NONE).is_ok());
}

#[test]
fn a_hundred_thousand_layers_are_allowed() {
    let text = "network A { input: (1) layers: Dense(1) * 100000 }";
    assert_eq!(check(text).unwrap().networks[0].nodes.len(), 100_000);
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let text = "network A { input: (1) layers: Dense(1) loss: \"\u{1b}[31m\" }";
    let rendered = render("a.neural", text, &check(text).unwrap_err());
    assert!(!rendered.contains('\u{1b}'));
}

#[test]
fn a_choice_between_very_many_values_is_checked_in_time() {
    // A copy of all options for each of them would take minutes.
    let options = "8, ".repeat(330_000);
    let text = format!("network A {{ input: (4) layers: Dense(HPO(choice({options}))) }}");
    assert!(check(&text).is_ok());
    answer_in_time("a choice", &text);
}

/// A layer that is called as another calls a variable of its own: neither takes the other's place.
#[test]
fn layers_keep_their_variables_apart() {
    let text = "network N {\n  input: (4)\n  layers:\n    Embedding(6, 3, mask_zero=true, name=\"e\")\n    \
                Dense(3, activation=\"relu\", name=\"e_mask\")\n    LSTM(2)\n    Output(1)\n  \
                loss: \"mse\"\n  optimizer: SGD\n}\n";
    let network = &neural_dsl::check(text).unwrap().networks[0];
    for target in neural_dsl::Target::ALL {
        let program = neural_dsl::generate(network, "n.neural", target).unwrap();
        assert_eq!(program.matches("let e_mask =").count(), 1, "{program}");
        assert!(program.contains("masked(&e_mask)"), "{program}");
    }
}
