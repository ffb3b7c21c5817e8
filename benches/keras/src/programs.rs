//! From cases to Rust modules for one target, in a build script.

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use neural_dsl::codegen::{Options, Target, generate_with, type_name};
use neural_dsl::network::Network;

use crate::case::{self, Case};

/// Parts of names, with commas between them: only the cases with one of them get a program. For working on a few.
const ONLY: &str = "NEURAL_KERAS_CASES";

/// Writes `programs.rs` into a folder, with one module for each case for which a program is generated; or
/// `programs_1.rs` and so on, where the families are parted so that a test for each can be compiled beside the others.
/// `programs.rs` calls the macro `programs!` once, with a line for each case, `"name" => module Type` and
/// what `describe` says of its network and text, and defines `REFUSED`, the others with the reason.
///
/// # Panics
/// Where a file cannot be written.
pub fn write(
    target: Target,
    out: &Path,
    parts: &[&[&str]],
    describe: impl Fn(&Network, &str) -> String,
) {
    println!("cargo::rerun-if-env-changed={ONLY}");
    let mut cases = case::all();
    if let Ok(only) = env::var(ONLY) {
        cases.retain(|case| only.split(',').any(|part| case.name.contains(part)));
    }
    let named = |family: &str| parts.iter().flat_map(|part| *part).any(|it| *it == family);
    let whole = parts.is_empty() || cases.iter().all(|case| named(&case.family));
    assert!(whole, "every family is in a part");
    let of_part = |part: &[&str]| {
        cases
            .iter()
            .filter(|case| part.contains(&&*case.family))
            .collect()
    };
    match parts {
        [] => write_part(
            target,
            out,
            "programs",
            &cases.iter().collect::<Vec<_>>(),
            &describe,
        ),
        parts => {
            for (number, part) in (1..).zip(parts) {
                let cases: Vec<&Case> = of_part(part);
                write_part(
                    target,
                    out,
                    &format!("programs_{number}"),
                    &cases,
                    &describe,
                );
            }
        }
    }
    println!("cargo::rerun-if-changed={}", case::folder().display());
}

fn write_part(
    target: Target,
    out: &Path,
    name: &str,
    cases: &[&Case],
    describe: &impl Fn(&Network, &str) -> String,
) {
    let folder = out.join(name);
    fs::create_dir_all(&folder).expect("a folder for the programs");
    let mut modules = String::new();
    let mut entries = String::new();
    let mut refused = String::new();
    for (index, case) in cases.iter().enumerate() {
        let name = &case.name;
        let made = neural_dsl::check(&case.network).and_then(|checked| {
            let network = checked
                .networks
                .into_iter()
                .next()
                .expect("a case is a network");
            let text = generate_with(&network, "case.neural", target, &Options::default())?;
            Ok((network, text))
        });
        match made {
            Ok((network, text)) => {
                let file = folder.join(format!("case_{index}.rs"));
                fs::write(&file, &text).expect("a program can be written");
                let _ = writeln!(
                    modules,
                    "#[allow(dead_code, unused_imports, missing_docs, clippy::all)]\n#[path = {:?}]\npub mod case_{index};",
                    file.display().to_string()
                );
                let _ = writeln!(
                    entries,
                    "    {name:?} => case_{index} {} {},",
                    type_name(&network),
                    describe(&network, &text),
                );
            }
            Err(faults) => {
                let reasons: Vec<&str> = faults.iter().map(|fault| &*fault.message).collect();
                let _ = writeln!(refused, "    ({name:?}, {:?}),", reasons.join("; "));
            }
        }
    }
    let text = format!(
        "{modules}\nprograms! {{\n{entries}}}\n\n/// The cases without a program, and why.\npub const REFUSED: &[(&str, &str)] = &[\n{refused}];\n"
    );
    fs::write(out.join(format!("{name}.rs")), text).expect("the table can be written");
}
