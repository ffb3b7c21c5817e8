//! A hundred thousand mutated files: none makes the compiler panic, every fault has its place in the text, and
//! what is generated is Rust.

use neural_dsl::{Target, check, generate, render};
use neural_dsl_mutations::{change, changed, corpus, structure};
use proptest::prelude::*;
use proptest::sample::{Index, select};

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
                        span.start() <= span.end() && span.end() <= text.len(),
                        "{fault:?}"
                    );
                    assert!(
                        text.is_char_boundary(span.start()) && text.is_char_boundary(span.end())
                    );
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
