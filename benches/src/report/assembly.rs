//! From a record, and Criterion's figures where they belong to it, to the cells of a report.

use super::difference::compare;
use super::document::{Benchmark, Cell, Compile, Epoch, Memory, Run, Side};
use super::statistics::{Quantity, Source};
use crate::record::{self, Record};

/// The run and the cells of a record. `benchmarks` are those that belong to the record; their
/// timings take the place of the record's.
pub(super) fn assemble(record: Record, name: &str, benchmarks: &[&Benchmark]) -> (Run, Vec<Cell>) {
    let cells = record
        .cells
        .into_iter()
        .map(|cell| assembled(cell, name, benchmarks))
        .collect();
    let run = Run {
        name: name.to_owned(),
        origin: record.origin,
        environment: record.environment,
        plan: record.plan,
        dataset: record.dataset,
    };
    (run, cells)
}

fn assembled(cell: record::Cell, run: &str, benchmarks: &[&Benchmark]) -> Cell {
    let timings = Timings {
        group: format!("{}/{}", cell.model, cell.backend),
        benchmarks,
    };
    let dsl = side(cell.dsl, "dsl", &timings);
    let handwritten = side(cell.handwritten, "handwritten", &timings);
    let usual = side(cell.usual, "usual", &timings);
    let less = |other: &Option<Side>| match (&dsl, other) {
        (Some(dsl), Some(other)) => compare(dsl, other),
        _ => Vec::new(),
    };
    let (differences, gains) = (less(&handwritten), less(&usual));
    Cell {
        run: run.to_owned(),
        failed: cell.failed,
        parameters: cell.parameters,
        library_version: cell.library_version,
        effective_threads: cell.effective_threads,
        synthetic: cell.synthetic,
        sameness: cell.sameness,
        compile: compile(cell.compile, &timings),
        dsl,
        handwritten,
        usual,
        differences,
        gains,
        model: cell.model,
        backend: cell.backend,
    }
}

/// Criterion's timings of a group.
struct Timings<'a> {
    group: String,
    benchmarks: &'a [&'a Benchmark],
}

impl Timings<'_> {
    fn find(&self, function: &str) -> Option<&Benchmark> {
        self.benchmarks.iter().copied().find(|benchmark| {
            benchmark.group_id == self.group && benchmark.function_id.as_deref() == Some(function)
        })
    }

    /// Criterion's samples of a function, otherwise the record's.
    fn or(&self, function: &str, samples: Option<record::Samples>) -> Option<Quantity> {
        match self.find(function) {
            Some(benchmark) => Quantity::new(benchmark.samples.clone(), Source::Criterion),
            None => Quantity::new(samples?.0, Source::Record),
        }
    }
}

fn compile(recorded: Option<record::Compile>, timings: &Timings) -> Option<Compile> {
    let bytes = recorded
        .as_ref()
        .map(|it| (it.source_bytes, it.generated_bytes));
    let (parse, check, codegen) = match recorded {
        Some(it) => (Some(it.parse), Some(it.check), Some(it.codegen)),
        None => (None, None, None),
    };
    let parse = timings.or("parse", parse);
    let check = timings.or("check", check);
    let codegen = timings.or("codegen", codegen);
    if bytes.is_none() && parse.is_none() && check.is_none() && codegen.is_none() {
        return None;
    }
    let total =
        |parse: &Quantity| Some(parse.median + check.as_ref()?.median + codegen.as_ref()?.median);
    Some(Compile {
        source_bytes: bytes.map(|(source, _)| source),
        generated_bytes: bytes.map(|(_, generated)| generated),
        total_seconds: parse.as_ref().and_then(total),
        parse_seconds: parse,
        check_seconds: check,
        codegen_seconds: codegen,
    })
}

fn side(recorded: Option<record::Side>, name: &str, timings: &Timings) -> Option<Side> {
    let functions = ["build", "epoch", "predict"].map(|function| format!("{function}/{name}"));
    if recorded.is_none() && functions.iter().all(|it| timings.find(it).is_none()) {
        return None;
    }
    let [build, epoch, predict] = functions;
    let (failed, samples, epochs, memory) = match recorded {
        Some(side) => (
            side.failed,
            [side.build, side.predict, side.predict_one].map(Some),
            side.epochs,
            side.memory,
        ),
        None => (None, [None, None, None], Vec::new(), Vec::new()),
    };
    let [built, predicted, predicted_one] = samples;
    let seconds: Vec<f64> = epochs.iter().map(|epoch| epoch.seconds).collect();
    let images: Vec<usize> = epochs.iter().map(|epoch| epoch.images).collect();
    let total: f64 = seconds.iter().sum();
    let epoch_seconds = timings.or(&epoch, Some(record::Samples(seconds)));
    Some(Side {
        failed,
        build_seconds: timings.or(&build, built),
        images_per_second: rates(epoch_seconds.as_ref(), timings.find(&epoch), &images),
        epoch_seconds,
        training_seconds: (total.is_finite() && total > 0.0).then_some(total),
        predict_128_seconds: timings.or(&predict, predicted),
        predict_1_seconds: predicted_one.and_then(|it| Quantity::new(it.0, Source::Record)),
        memory: peaks(&memory),
        epochs: epochs.iter().enumerate().map(epoch_of).collect(),
    })
}

/// Images a second of each epoch. Criterion may have been told how many images its epochs have;
/// otherwise they are those of the record, whose epochs pass over the same images.
fn rates(
    epochs: Option<&Quantity>,
    benchmark: Option<&Benchmark>,
    images: &[usize],
) -> Option<Quantity> {
    let epochs = epochs?;
    let told = benchmark.and_then(|benchmark| benchmark.elements);
    let images = match benchmark {
        None => images.to_vec(),
        Some(_) => {
            let images = told.map_or(images.first().copied(), |it| usize::try_from(it).ok())?;
            vec![images; epochs.samples.len()]
        }
    };
    let pairs = epochs.samples.iter().zip(images);
    let rates = pairs.map(|(seconds, images)| images as f64 / seconds);
    Quantity::new(rates.collect(), epochs.source)
}

fn peaks(processes: &[record::Memory]) -> Option<Memory> {
    let of = |bytes: fn(&record::Memory) -> f64| {
        Quantity::new(processes.iter().map(bytes).collect(), Source::Record)
    };
    Some(Memory {
        rust_heap_peak_bytes: of(|it| it.rust_heap_peak as f64)?,
        rust_heap_change_bytes: of(|it| it.rust_heap_change as f64)?,
        process_peak_bytes: of(|it| it.process_peak as f64)?,
        process_change_bytes: of(|it| it.process_change as f64)?,
        training_change_bytes: of(|it| it.training_change as f64)?,
        vm_hwm_bytes: of(|it| it.vm_hwm as f64)?,
    })
}

fn epoch_of((index, epoch): (usize, &record::Epoch)) -> Epoch {
    let finite = |value: f64| value.is_finite().then_some(value);
    Epoch {
        epoch: index + 1,
        seconds: finite(epoch.seconds),
        images: epoch.images,
        train_loss: finite(epoch.train_loss),
        test_loss: finite(epoch.test_loss),
        test_accuracy: finite(epoch.test_accuracy),
    }
}
