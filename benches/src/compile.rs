//! What compiling a file costs, for the record of a run.

use std::hint::black_box;

use anyhow::anyhow;

use crate::Result;
use crate::backend::Backend;
use crate::measure::samples;
use crate::record::{Compile, Samples};
use crate::registry::Model;

/// Samples of each quantity.
const SAMPLES: usize = 50;

/// Calls to a sample: one takes microseconds, and the clock's own cost must not show.
const CALLS: usize = 20;

/// Measures parsing, checking and generating a model for a backend. Needs no native library.
///
/// # Errors
/// Where the file does not check, or its network has no program that is measured.
pub fn measure(model: &Model, backend: Backend) -> Result<Compile> {
    let target = backend.target();
    let network = model.network()?;
    let failed = |diagnostics: Vec<_>| {
        let text = neural_dsl::render(model.file, model.source, &diagnostics);
        anyhow!(
            "{} cannot be measured for {target}:\n{}",
            model.file,
            text.trim_end()
        )
    };
    // Programs for any network are for reading, and have not been made fast.
    neural_dsl::codegen::has_faster(&network, target).map_err(failed)?;
    let program = neural_dsl::generate(&network, model.file, target).map_err(failed)?;
    let tree = neural_dsl::parse(model.source).map_err(failed)?;
    Ok(Compile {
        source_bytes: model.source.len(),
        generated_bytes: program.len(),
        parse: per_call(|| neural_dsl::parse(black_box(model.source)))?,
        check: per_call(|| neural_dsl::lower(black_box(&tree)))?,
        codegen: per_call(|| neural_dsl::generate(black_box(&network), model.file, target))?,
    })
}

/// Seconds that a call takes; each sample is the mean of [`CALLS`] calls.
fn per_call<T>(work: impl Fn() -> T) -> Result<Samples> {
    let mut samples = samples(SAMPLES / 5, SAMPLES, || {
        for _ in 0..CALLS {
            black_box(work());
        }
        Ok(())
    })?;
    for seconds in &mut samples.0 {
        *seconds /= CALLS as f64;
    }
    Ok(samples)
}
