//! The memory of a model on a backend: a fresh process for each sample.

use std::cell::RefCell;
use std::thread;
use std::time::Duration;

use anyhow::{Result, bail};
use criterion::{Criterion, SamplingMode};

use super::bytes::Bytes;
use super::selection::{Mode, Selection};
use crate::backend::{Backend, Framework};
use crate::plan::Plan;
use crate::record::{Cell, Memory};
use crate::subject::{Side, Subject};
use crate::worker::{Reply, Task, Worker};

/// The benchmarks of a group, below `memory`.
pub(super) const NAMES: [&str; 6] = [
    "memory/rust_heap/dsl",
    "memory/rust_heap/handwritten",
    "memory/rust_heap/usual",
    "memory/process/dsl",
    "memory/process/handwritten",
    "memory/process/usual",
];

/// Samples, each from a fresh process; Criterion's fewest.
const SAMPLES: usize = 10;

/// How long Criterion believes that a sample takes. It plans by time even where the value is not
/// one; the processes run before, and this is what it waits for instead.
pub(super) const PAUSE: Duration = Duration::from_millis(1);

/// What of a process' memory a benchmark shows.
#[derive(Debug, Clone, Copy)]
enum Quantity {
    RustHeap,
    Process,
}

impl Quantity {
    const ALL: [Quantity; 2] = [Quantity::RustHeap, Quantity::Process];

    fn as_str(self) -> &'static str {
        match self {
            Quantity::RustHeap => "rust_heap",
            Quantity::Process => "process",
        }
    }

    fn of(self, memory: &Memory) -> u64 {
        match self {
            Quantity::RustHeap => memory.rust_heap_peak,
            Quantity::Process => memory.process_peak,
        }
    }
}

/// Names the benchmarks of a group.
pub(super) fn list(criterion: &mut Criterion<Bytes>, group: &str, missing: &[Side]) {
    let mut group = criterion.benchmark_group(format!("{group}/memory"));
    for name in NAMES.map(|name| name.trim_start_matches("memory/")) {
        if !missing.iter().any(|side| name.ends_with(side.as_str())) {
            group.bench_function(name, |bencher| bencher.iter(|| ()));
        }
    }
    group.finish();
}

/// Measures what is selected of the group.
pub(super) fn measure<B: Framework>(
    criterion: &mut Criterion<Bytes>,
    selection: &Selection,
    group: &str,
    subject: &Subject<B>,
    plan: &Plan,
    cell: &mut Cell,
) -> Result<()> {
    let group = format!("{group}/memory");
    let samples = match selection.mode() {
        Mode::Run { quickly: true } => 1,
        _ => SAMPLES,
    };
    let wanted: Vec<(Side, Quantity)> = Side::ALL
        .into_iter()
        .filter(|&side| subject.has(side))
        .flat_map(|side| Quantity::ALL.map(|quantity| (side, quantity)))
        .filter(|(side, quantity)| {
            selection.wants(&format!("{group}/{}/{side}", quantity.as_str()))
        })
        .collect();
    if wanted.is_empty() {
        return Ok(());
    }
    for side in Side::ALL {
        if !wanted.iter().any(|&(wanted, _)| wanted == side) {
            continue;
        }
        eprintln!("Measuring {group} of {side} in {samples} fresh processes");
        let measured = in_fresh_processes(samples, B::NAME, plan, subject.model.name, side);
        let record = cell.side_mut(side).get_or_insert_default();
        match measured {
            Ok(memory) => record.memory = memory,
            Err(error) => {
                eprintln!("FAILED {group}/{side}: {error:#}");
                record.failed = Some(format!("memory: {error:#}"));
            }
        }
    }
    // One group for all sides: a second one of the name would take the page of the first.
    let mut benchmarks = criterion.benchmark_group(&group);
    benchmarks.sampling_mode(SamplingMode::Flat);
    for (side, quantity) in wanted {
        let record = cell.side_mut(side).get_or_insert_default();
        if record.memory.is_empty() {
            continue;
        }
        let values: Vec<u64> = record.memory.iter().map(|m| quantity.of(m)).collect();
        let next = RefCell::new(values.iter().cycle().enumerate());
        benchmarks.bench_function(format!("{}/{side}", quantity.as_str()), |bencher| {
            bencher.iter_custom(|iterations| {
                thread::sleep(PAUSE);
                (0..iterations)
                    .filter_map(|_| next.borrow_mut().next())
                    // Criterion's plots cannot take samples without any spread, so every other one is
                    // a byte more; the record has the exact ones.
                    .map(|(index, bytes)| bytes + 1 + (index as u64 % 2))
                    .sum()
            });
        });
    }
    benchmarks.finish();
    Ok(())
}

/// The memory of one side, each time in a fresh process: as many at once as there are processors for
/// their threads, for no time is measured.
fn in_fresh_processes(
    samples: usize,
    backend: Backend,
    plan: &Plan,
    model: &str,
    side: Side,
) -> Result<Vec<Memory>> {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let at_once = (processors / plan.threads).max(1);
    let mut memory = Vec::with_capacity(samples);
    while memory.len() < samples {
        let count = at_once.min(samples - memory.len());
        let measured: Vec<Result<Memory>> = thread::scope(|scope| {
            let processes: Vec<_> = (0..count)
                .map(|_| scope.spawn(|| in_fresh_process(backend, plan, model, side)))
                .collect();
            let results = processes.into_iter().map(|process| process.join());
            results
                .map(|result| result.unwrap_or_else(|_| bail!("waiting for a worker failed")))
                .collect()
        });
        for result in measured {
            memory.push(result?);
        }
    }
    Ok(memory)
}

/// The memory of one side in a fresh process.
fn in_fresh_process(backend: Backend, plan: &Plan, model: &str, side: Side) -> Result<Memory> {
    let worker = Worker {
        backend,
        memory: true,
    };
    let task = Task::Memory {
        model: model.to_owned(),
        side,
        hold: 0,
    };
    match worker.run(plan, task, |_| ())? {
        Reply::Memory { memory, .. } => Ok(memory),
        other => bail!("the worker answered {other:?}"),
    }
}
