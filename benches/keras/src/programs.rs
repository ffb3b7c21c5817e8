//! From cases to Rust modules for one target, in a build script.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use neural_dsl::codegen::{Options, Target, generate_with, type_name};
use neural_dsl::network::Network;

use crate::case;

/// Writes `programs.rs` into a folder, with one module for each case for which a program is generated.
/// `programs.rs` calls the macro `programs!` once, with a line for each case, `"name" => module Type` and
/// what `describe` says of its network and text, and defines `REFUSED`, the others with the reason.
///
/// # Panics
/// Where a file cannot be written.
pub fn write(target: Target, out: &Path, describe: impl Fn(&Network, &str) -> String) {
    let folder = out.join("programs");
    fs::create_dir_all(&folder).expect("a folder for the programs");
    let mut modules = String::new();
    let mut entries = String::new();
    let mut refused = String::new();
    for (index, case) in case::all().iter().enumerate() {
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
    fs::write(out.join("programs.rs"), text).expect("the table can be written");
    println!("cargo::rerun-if-changed={}", case::folder().display());
}
