//! A worker's side.

use std::io::{self, Write};
use std::process::{self, ExitCode};
use std::thread;

use anyhow::{Context, Result, bail};

use super::protocol::{Event, Reply, Request, Task};
use crate::backend::Framework;
use crate::measure::allocator;
use crate::record::Memory;
use crate::registry;
use crate::session::Session;
use crate::subject::{Side, Subject};
use crate::work;

/// Does what the first argument asks, says so on standard output, and returns the exit status: 0,
/// or 1 where a task failed. To be called from a worker's `main`.
pub fn serve<B: Framework>() -> ExitCode {
    match run::<B>() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all tasks were done.
fn run<B: Framework>() -> Result<bool> {
    let text = std::env::args()
        .nth(1)
        .context("a worker is started by neural-bench, with a request as its argument")?;
    let request: Request = serde_json::from_str(&text)
        .context("the request has another form than this worker knows")?;
    end_with_the_parent();
    let session = Session::<B>::open(request.plan)?;
    say(&Event::Started {
        runtime: session.runtime().clone(),
        dataset: session.dataset().record(),
    });
    let mut all = true;
    for task in &request.tasks {
        match answer(&session, task) {
            Ok(reply) => say(&Event::Done(reply)),
            Err(error) => {
                all = false;
                say(&Event::Failed(format!("{error:#}")));
            }
        }
    }
    Ok(all)
}

/// Ends this process where the one that started it is gone, for its end of standard input closes then:
/// a run that was killed leaves nothing behind that computes on.
fn end_with_the_parent() {
    thread::spawn(|| {
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        process::abort();
    });
}

fn answer<B: Framework>(session: &Session<B>, task: &Task) -> Result<Reply> {
    let subject = |model: &str| -> Result<Subject<B>> {
        let models = registry::select(&[model.to_owned()])?;
        let subject = session.subject(models[0])?;
        if let Some(reason) = subject.synthetic(session) {
            say(&Event::Synthetic(reason));
        }
        Ok(subject)
    };
    match task {
        Task::Build { model } => {
            let subject = subject(model)?;
            let count = |side| -> Result<usize> {
                let weights = subject.build(side)?.weights()?;
                Ok(weights.iter().map(|weights| weights.values.len()).sum())
            };
            Ok(Reply::Built {
                dsl: count(Side::Dsl)?,
                handwritten: match subject.has_twin() {
                    true => Some(count(Side::Handwritten)?),
                    false => None,
                },
            })
        }
        Task::Sameness { model } => Ok(Reply::Sameness(subject(model)?.sameness())),
        Task::Trace {
            model,
            side,
            variant,
        } => Ok(Reply::Trace(subject(model)?.trace(*side, *variant)?)),
        Task::TraceFromSeed { model, side } => {
            Ok(Reply::Trace(subject(model)?.trace_from_seed(*side)?))
        }
        Task::Train { model, side } => {
            let subject = subject(model)?;
            let record = subject.train(*side, |epoch| say(&Event::Epoch(*epoch)))?;
            Ok(Reply::Side(record))
        }
        Task::Work { model, side } => {
            work::perform(&subject(model)?, *side)?;
            Ok(Reply::Worked)
        }
        Task::Memory { model, side } => Ok(Reply::Memory(memory(&subject(model)?, *side)?)),
    }
}

/// Builds a side and trains one epoch, and reads the counters before, between and after.
fn memory<B: Framework>(subject: &Subject<B>, side: Side) -> Result<Memory> {
    let (heap, process) = (&allocator::RUST_HEAP, &allocator::PROCESS);
    if process.live() == 0 {
        bail!("this worker does not count memory");
    }
    let order = subject.order(0);
    let (heap_before, process_before) = (heap.live(), process.live());
    heap.reset_peak();
    process.reset_peak();
    allocator::reset_vm_hwm();
    let mut program = subject.build(side)?;
    let process_built = process.live();
    program.epoch(&order)?;
    let above = |bytes: i64, before: i64| (bytes - before).max(0).cast_unsigned();
    Ok(Memory {
        rust_heap_peak: above(heap.peak(), heap_before),
        rust_heap_change: heap.live() - heap_before,
        process_peak: above(process.peak(), process_before),
        process_change: process.live() - process_before,
        training_change: process.live() - process_built,
        vm_hwm: allocator::vm_hwm(),
    })
}

fn say(event: &Event) {
    let line = serde_json::to_string(event).expect("events have no map keys but strings");
    // A parent that is gone reads nothing more; then there is nobody to tell.
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
