//! The worker's side: doing what is timed elsewhere, with marks in the logs around each phase.

use std::io::{self, Write};
use std::ptr;

use super::PhaseName;
use super::transcript::MARK;
use crate::Result;
use crate::backend::Framework;
use crate::session::PREDICTIONS;
use crate::subject::{Side, Subject};

/// Does each phase twice, and marks the beginning and the end of the second time on standard output
/// and standard error. Between the marks the library writes its operators.
///
/// # Errors
/// Where the program cannot be built or fails.
pub fn perform<B: Framework>(subject: &Subject<B>, side: Side) -> Result<()> {
    let order = subject.order(0);
    let batch = subject.settings.batch_size.min(order.len());
    let more = (batch + batch.div_ceil(2)).min(order.len());
    for phase in PhaseName::ALL {
        match phase {
            PhaseName::Build => observed::<B, _>(phase, || subject.build(side).map(drop))?,
            _ => {
                let mut program = subject.build(side)?;
                observed::<B, _>(phase, || match phase {
                    PhaseName::Predict => program.predict(PREDICTIONS).map(drop),
                    PhaseName::Step => program.step(&order[..batch]).map(drop),
                    _ => program.epoch(&order[..more]).map(drop),
                })?;
            }
        }
    }
    Ok(())
}

/// Does something once in silence and once between marks.
fn observed<B: Framework, F: FnMut() -> Result<()>>(phase: PhaseName, mut run: F) -> Result<()> {
    run()?;
    say(phase.as_str())?;
    B::write_operators(true);
    let outcome = run();
    B::write_operators(false);
    say("end")?;
    outcome
}

/// Writes a mark to both streams, after all that the libraries have printed.
fn say(name: &str) -> Result<()> {
    // SAFETY: null stands for all open streams.
    unsafe { libc::fflush(ptr::null_mut()) };
    let (mut output, mut errors) = (io::stdout().lock(), io::stderr().lock());
    writeln!(output, "{MARK}{name}")?;
    output.flush()?;
    writeln!(errors, "{MARK}{name}")?;
    Ok(())
}
