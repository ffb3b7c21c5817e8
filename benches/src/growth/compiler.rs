//! The compiler on longer and longer files.

use std::hint::black_box;

use anyhow::anyhow;
use neural_dsl::{Diagnostic, Limits};
use serde::{Deserialize, Serialize};

use super::Effort;
use crate::Result;
use crate::backend::Backend;
use crate::compiler::FIXTURE;
use crate::measure::timed;

/// What diagnostics and programs say where they come from.
const FILE: &str = "twenty_networks.neural";

/// What compiling a file took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compiled {
    /// How many times the twenty networks stand in the file.
    pub copies: usize,
    /// The file's size.
    pub bytes: usize,
    /// Seconds from the text to the tree.
    pub parse: Vec<f64>,
    /// Seconds from the tree to the checked networks.
    pub check: Vec<f64>,
    /// From these to all programs, for each library.
    pub generate: Vec<Generated>,
}

/// What generating all programs of a file took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Generated {
    /// The library.
    pub backend: Backend,
    /// Seconds of each time.
    pub seconds: Vec<f64>,
    /// The size of all programs.
    pub bytes: usize,
}

/// Measures parsing, checking and generating of a file that holds the twenty networks so many times.
///
/// # Errors
/// Where the file has more layers than the language allows.
pub fn compile(copies: usize, effort: &Effort) -> Result<Compiled> {
    let text = repeated(copies);
    let failed = |diagnostics: Vec<Diagnostic>| {
        let shown = neural_dsl::render(FILE, &text, &diagnostics);
        anyhow!("{copies} copies: {}", shown.trim_end())
    };
    let parse = || neural_dsl::parse_with(black_box(&text), Limits::NONE);
    let tree = parse().map_err(failed)?;
    let networks = neural_dsl::lower(&tree).map_err(failed)?.networks;
    let generate = |backend: Backend| -> Result<usize> {
        let mut bytes = 0;
        for network in black_box(&networks) {
            let program = neural_dsl::generate(network, FILE, backend.target());
            bytes += black_box(program.map_err(failed)?).len();
        }
        Ok(bytes)
    };
    Ok(Compiled {
        copies,
        bytes: text.len(),
        parse: effort.samples(|| Ok::<_, anyhow::Error>(timed(parse).1))?,
        check: effort.samples(|| Ok::<_, anyhow::Error>(timed(|| neural_dsl::lower(&tree)).1))?,
        generate: Backend::ALL
            .into_iter()
            .map(|backend| {
                let mut bytes = 0;
                let seconds = effort.samples(|| {
                    let (written, seconds) = timed(|| generate(backend));
                    bytes = written?;
                    Ok::<_, anyhow::Error>(seconds)
                })?;
                Ok(Generated {
                    backend,
                    seconds,
                    bytes,
                })
            })
            .collect::<Result<_>>()?,
    })
}

/// The pinned file's macros, and its networks so many times, each time by other names.
pub fn repeated(copies: usize) -> String {
    let first = FIXTURE.find("\nnetwork ").map_or(0, |place| place + 1);
    let (macros, networks) = FIXTURE.split_at(first);
    let mut text = macros.to_owned();
    for copy in 1..=copies {
        for line in networks.split_inclusive('\n') {
            match line
                .strip_prefix("network ")
                .and_then(|it| it.split_once(' '))
            {
                Some((name, rest)) if copy > 1 => {
                    text.push_str(&format!("network {name}{copy} {rest}"));
                }
                _ => text.push_str(line),
            }
        }
    }
    text
}
