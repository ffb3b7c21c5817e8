//! A worker's side.

use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::process::{self, ExitCode};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::protocol::{Event, Reply, Request, Task};
use crate::backend::{Framework, Variant};
use crate::compare::{Command, Runner, in_one_process};
use crate::dataset::Dataset;
use crate::growth;
use crate::limits;
use crate::measure::allocator;
use crate::peers::{self, Milestone};
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
    let commands = end_with_the_parent();
    let start = Instant::now();
    let session = match &request.data {
        None => Session::<B>::open(request.plan)?,
        Some(folder) => {
            let runtime = B::start(request.plan.threads)?;
            say(&Event::Milestone(Milestone::Imported));
            Session::with(request.plan, runtime, Dataset::read(folder)?)
        }
    };
    say(&Event::Started {
        runtime: session.runtime().clone(),
        dataset: session.dataset().record(),
    });
    let mut all = true;
    for task in &request.tasks {
        match answer(&session, task, &commands, start) {
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
/// a run that was killed leaves nothing behind that computes on. The lines that come before are commands.
fn end_with_the_parent() -> Receiver<String> {
    let (sender, commands) = mpsc::channel();
    thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
        process::abort();
    });
    commands
}

fn answer<B: Framework>(
    session: &Session<B>,
    task: &Task,
    commands: &Receiver<String>,
    start: Instant,
) -> Result<Reply> {
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
        Task::Sameness { model } => {
            let subject = subject(model)?;
            let sides = Side::ALL.into_iter();
            Ok(Reply::Sameness {
                sides: sides.filter(|&side| subject.has(side)).collect(),
                sameness: subject.sameness(),
            })
        }
        Task::Trace {
            model,
            side,
            variant,
        } => Ok(Reply::Trace(subject(model)?.trace(*side, *variant)?)),
        Task::TraceFromSeed { model, side } => Ok(Reply::Trace(
            subject(model)?.trace_from_seed(*side, Variant::AsWritten)?,
        )),
        Task::Train { model, side } => {
            let subject = subject(model)?;
            let record = subject.train(*side, |epoch| say(&Event::Epoch(*epoch)))?;
            Ok(Reply::Side(record))
        }
        Task::InitialWeights { model } => {
            let weights = subject(model)?.initial_weights(Side::Usual);
            Ok(Reply::Weights(weights))
        }
        Task::Contest(contest) => {
            let side = contest.program.side();
            let side = side.context("a peer in Python is started as such")?;
            let subject = subject(&contest.model)?;
            let say = |milestone| say(&Event::Milestone(milestone));
            let figures = peers::train(&subject, side, contest, session.runtime(), say)?;
            Ok(Reply::Contest(figures))
        }
        Task::Growth(course) => {
            let subject = |name: &str| session.subject(registry::named(name)?);
            Ok(Reply::Growth(growth::measure(course, subject)?))
        }
        Task::Memory { model, side, hold } => {
            let (memory, held) = memory(&subject(model)?, *side, *hold)?;
            Ok(Reply::Memory { memory, held })
        }
        Task::Limits { model } => {
            let threads = session.plan().threads;
            Ok(Reply::Limits(limits::measure(&subject(model)?, threads)?))
        }
        Task::Pairs { model, pairing } => {
            let subject = subject(model)?;
            Ok(Reply::Pairs(in_one_process(&subject, pairing, start)?))
        }
        Task::Attend {
            model,
            side,
            handicap,
        } => {
            let subject = subject(model)?;
            let mut runner = Runner::new(&subject, *side, *handicap)?;
            say(&Event::Ready);
            for line in commands {
                let command: Command = serde_json::from_str(&line)
                    .context("the command has another form than this worker knows")?;
                say(&Event::Timed(runner.obey(command)?.as_secs_f64()));
            }
            bail!("the standard input ended")
        }
        Task::Work { model, side } => {
            work::perform(&subject(model)?, *side)?;
            Ok(Reply::Worked)
        }
    }
}

/// Builds a side and trains one epoch, and reads the counters before, between and after. With it goes what
/// a block of `hold` bytes takes that is held meanwhile.
fn memory<B: Framework>(subject: &Subject<B>, side: Side, hold: u64) -> Result<(Memory, u64)> {
    let (heap, process) = (&allocator::RUST_HEAP, &allocator::PROCESS);
    if process.live() == 0 {
        bail!("this worker does not count memory");
    }
    let order = subject.order(0);
    let (heap_before, process_before) = (heap.live(), process.live());
    heap.reset_peak();
    process.reset_peak();
    allocator::reset_vm_hwm();
    let block = Vec::<u8>::with_capacity(usize::try_from(hold)?);
    let held = process.live() - process_before;
    let mut program = subject.build(side)?;
    let process_built = process.live();
    program.epoch(&order)?;
    let above = |bytes: i64, before: i64| (bytes - before).max(0).cast_unsigned();
    let memory = Memory {
        rust_heap_peak: above(heap.peak(), heap_before),
        rust_heap_change: heap.live() - heap_before,
        process_peak: above(process.peak(), process_before),
        process_change: process.live() - process_before,
        training_change: process.live() - process_built,
        vm_hwm: allocator::vm_hwm(),
    };
    drop(black_box(block));
    Ok((memory, held.max(0).cast_unsigned()))
}

fn say(event: &Event) {
    let line = serde_json::to_string(event).expect("events have no map keys but strings");
    // A parent that is gone reads nothing more; then there is nobody to tell.
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
