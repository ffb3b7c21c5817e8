//! This suite's side.

use std::hint::black_box;
use std::time::Instant;

use anyhow::anyhow;

use super::{Figures, Made, Output, Request};
use crate::Result;
use crate::backend::Backend;
use crate::compiler::Source;
use crate::measure::timed;

/// Compiles as it is asked to; `benches/peers/neural_dsl.py` does the same with the package.
///
/// # Errors
/// Where a text does not check, or a target cannot express a network.
pub fn answer(request: &Request) -> Result<Figures> {
    let mut made = Vec::new();
    for source in &request.texts {
        for output in Output::ALL {
            made.push(Made {
                text: source.name.clone(),
                output,
                characters: make(source, output)?,
                seconds: Vec::new(),
            });
        }
    }
    let effort = request.effort;
    let start = Instant::now();
    while start.elapsed().as_secs_f64() < effort.warm_up {
        round(request, &mut made, false)?;
    }
    let start = Instant::now();
    for _ in 0..effort.rounds {
        round(request, &mut made, true)?;
        if start.elapsed().as_secs_f64() >= effort.seconds {
            break;
        }
    }
    Ok(Figures {
        compiler: format!("this compiler {}", env!("CARGO_PKG_VERSION")),
        made,
    })
}

/// Makes every output of every text once.
fn round(request: &Request, made: &mut [Made], counts: bool) -> Result<()> {
    let mut made = made.iter_mut();
    for source in &request.texts {
        for (output, made) in Output::ALL.into_iter().zip(&mut made) {
            let (outcome, seconds) = timed(|| make(black_box(source), output));
            outcome?;
            if counts {
                made.seconds.push(seconds);
            }
        }
    }
    Ok(())
}

/// Makes an output of a text, and frees it; the characters of its programs.
fn make(source: &Source, output: Output) -> Result<Option<usize>> {
    let failed = |diagnostics: Vec<_>| {
        let text = neural_dsl::render(&source.name, &source.text, &diagnostics);
        anyhow!("{} does not compile:\n{}", source.name, text.trim_end())
    };
    let networks = neural_dsl::check(&source.text).map_err(failed)?.networks;
    let backend = match output {
        Output::Model => {
            drop(black_box(networks));
            return Ok(None);
        }
        Output::Torch => Backend::Torch,
        Output::Tensorflow => Backend::Tensorflow,
    };
    let mut characters = 0;
    for network in &networks {
        let program = neural_dsl::generate(network, &source.name, backend.target());
        characters += black_box(program.map_err(failed)?).len();
    }
    Ok(Some(characters))
}
