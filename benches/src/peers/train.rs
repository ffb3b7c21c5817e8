//! A contest of the suite's own programs, in a worker.

use super::{Contest, Figures, Milestone};
use crate::Result;
use crate::backend::{Framework, Runtime};
use crate::measure::{allocator, samples, timed};
use crate::subject::{Side, Subject};

/// Trains a side and measures it; `say` is told what is reached.
///
/// # Errors
/// Where the program cannot be built or fails.
pub fn train<B: Framework>(
    subject: &Subject<B>,
    side: Side,
    contest: &Contest,
    runtime: &Runtime,
    say: impl Fn(Milestone),
) -> Result<Figures> {
    let order = subject.order(0);
    let batches: Vec<&[i64]> = order.chunks(contest.batch_size).collect();
    // What reading the data has freed goes back to the system, or training would find it there and seem to need less.
    // SAFETY: the function takes a number and may be called at any time.
    unsafe { libc::malloc_trim(0) };
    allocator::reset_vm_hwm();
    let resident = allocator::vm_rss();
    let anonymous = Some(allocator::rss_anonymous());
    let mut program = subject.build(side)?;
    program.step(batches[0])?;
    say(Milestone::FirstBatch);

    let effort = contest.effort;
    let mut epochs = Vec::with_capacity(effort.epochs);
    for number in 0..effort.warm_up_epochs + effort.epochs {
        let (loss, seconds) = timed(|| program.epoch(&order));
        loss?;
        if number >= effort.warm_up_epochs {
            epochs.push(seconds);
        }
    }
    // Whole batches only: an epoch has the short one.
    let whole = batches
        .iter()
        .filter(|batch| batch.len() == contest.batch_size);
    let mut whole = whole.cycle();
    let steps = samples(effort.steps / 10, effort.steps, || {
        program.step(whole.next().copied().unwrap_or(&order))
    })?;
    let predictions = samples(effort.predictions / 10, effort.predictions, || {
        program.predict(effort.predicted)
    })?;
    Ok(Figures {
        version: runtime.version.clone(),
        threads: runtime.threads,
        epochs,
        steps: steps.0,
        predictions: predictions.0,
        resident,
        peak: allocator::vm_hwm(),
        anonymous,
        files: Some(allocator::rss_files()),
    })
}
