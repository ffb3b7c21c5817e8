//! The times of a model on a backend.

use std::cell::RefCell;
use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput};

use super::selection::{Mode, Selection};
use crate::backend::{Framework, Variant};
use crate::measure::timed;
use crate::program::{Program, Weights};
use crate::record::{Cell, Compile, Side as SideRecord};
use crate::session::PREDICTIONS;
use crate::subject::{Side, Subject};

/// The benchmarks of a group; those of a hand-written program only where there is one.
pub(super) const NAMES: [&str; 12] = [
    "parse",
    "check",
    "codegen",
    "build/dsl",
    "build/handwritten",
    "build/usual",
    "epoch/dsl",
    "epoch/handwritten",
    "epoch/usual",
    "predict/dsl",
    "predict/handwritten",
    "predict/usual",
];

/// How long Criterion measures, where an epoch does not take longer.
pub(super) const MEASUREMENT_TIME: Duration = Duration::from_secs(2);

/// Samples that an epoch has; Criterion's fewest.
const EPOCHS: u32 = 10;

/// Names the benchmarks of a group.
pub(super) fn list(criterion: &mut Criterion<WallTime>, group: &str, missing: &[Side]) {
    let mut group = criterion.benchmark_group(group);
    for name in NAMES {
        if !missing.iter().any(|side| name.ends_with(side.as_str())) {
            group.bench_function(name, |bencher| bencher.iter(|| ()));
        }
    }
    group.finish();
}

/// Shows that both sides are the same and measures what is selected of the group.
pub(super) fn measure<B: Framework>(
    criterion: &mut Criterion<WallTime>,
    selection: &Selection,
    group: &str,
    subject: &Subject<B>,
    cell: &mut Cell,
) -> Result<()> {
    let wants = |name: &str| selection.wants(&format!("{group}/{name}"));
    if !NAMES.iter().any(|name| wants(name)) {
        return Ok(());
    }
    // Says why, where this backend cannot express the network.
    subject.factory(Side::Dsl, Variant::AsWritten)?;
    cell.sameness = subject.sameness();
    if let Some(sameness) = &cell.sameness
        && !sameness.same
    {
        bail!(
            "generated and hand-written program differ: {}",
            sameness.detail
        );
    }
    cell.compile = Some(Compile {
        source_bytes: subject.model.source.len(),
        generated_bytes: subject.generate()?.len(),
        ..Compile::default()
    });
    let mut benchmarks = criterion.benchmark_group(group);
    compile(&mut benchmarks, subject);
    let programs = Side::ALL
        .into_iter()
        .filter(|&side| subject.has(side))
        .map(|side| Bench::new(subject, side))
        .collect::<Result<Vec<_>>>()?;
    for program in &programs {
        program.build(&mut benchmarks);
    }
    for program in programs
        .iter()
        .filter(|program| wants(&program.id("epoch")))
    {
        if !selection.own_time {
            benchmarks.measurement_time(program.epochs_time()?);
        }
        program.epoch(&mut benchmarks);
    }
    if !selection.own_time {
        benchmarks.measurement_time(MEASUREMENT_TIME);
    }
    for program in &programs {
        program.predict(&mut benchmarks);
    }
    benchmarks.finish();
    for program in &programs {
        let mut record = SideRecord {
            failed: program.failure.take(),
            ..SideRecord::default()
        };
        if selection.mode() == (Mode::Run { quickly: false }) && wants(&program.id("epoch")) {
            eprintln!("Training {group}/{}", program.side);
            match subject.train(program.side, |_| ()) {
                Ok(trained) => record = trained,
                Err(error) => record.failed = Some(format!("{error:#}")),
            }
        }
        if let Some(reason) = &record.failed {
            eprintln!("FAILED {group}/{}: {reason}", program.side);
        }
        *cell.side_mut(program.side) = Some(record);
    }
    Ok(())
}

/// Text to tree, tree to network, network to program.
fn compile<B: Framework>(group: &mut BenchmarkGroup<'_, WallTime>, subject: &Subject<B>) {
    let source = subject.model.source;
    group.sampling_mode(SamplingMode::Auto);
    group.bench_function("parse", |bencher| {
        bencher.iter(|| neural_dsl::parse(black_box(source)));
    });
    group.bench_function("check", |bencher| {
        bencher.iter_batched(
            || neural_dsl::parse(source),
            |tree| tree.map(|tree| neural_dsl::lower(black_box(&tree))),
            criterion::BatchSize::SmallInput,
        );
    });
    group.bench_function("codegen", |bencher| {
        bencher.iter(|| {
            neural_dsl::generate(
                black_box(&subject.network),
                subject.model.file,
                B::NAME.target(),
            )
        });
    });
}

/// A program that is measured, and what went wrong with it.
struct Bench<'a, B: Framework> {
    subject: &'a Subject<B>,
    side: Side,
    program: RefCell<Box<dyn Program>>,
    initial: Vec<Weights>,
    order: Vec<i64>,
    /// Criterion cannot be stopped in the middle of a benchmark, so a failure waits here.
    failure: RefCell<Option<String>>,
}

impl<'a, B: Framework> Bench<'a, B> {
    fn new(subject: &'a Subject<B>, side: Side) -> Result<Self> {
        Ok(Self {
            subject,
            side,
            program: RefCell::new(subject.build(side)?),
            initial: subject.initial_weights(side),
            order: subject.order(0),
            failure: RefCell::default(),
        })
    }

    fn id(&self, quantity: &str) -> String {
        format!("{quantity}/{}", self.side)
    }

    /// Keeps the first failure.
    fn note<T>(&self, outcome: Result<T>) {
        if let Err(error) = outcome {
            self.failure
                .borrow_mut()
                .get_or_insert_with(|| format!("{error:#}"));
        }
    }

    /// From nothing to a program that can train; the library is loaded and the data is there.
    fn build(&self, group: &mut BenchmarkGroup<'_, WallTime>) {
        group.sampling_mode(SamplingMode::Flat);
        group.bench_function(self.id("build"), |bencher| {
            bencher.iter_custom(|iterations| {
                (0..iterations)
                    .map(|_| {
                        let start = Instant::now();
                        let built = self.subject.build(self.side);
                        let elapsed = start.elapsed();
                        self.note(built.map(drop));
                        elapsed
                    })
                    .sum()
            });
        });
    }

    /// How long Criterion is given for the samples of an epoch, judged by a few batches, so that it
    /// takes one epoch a sample where epochs are long and says nothing of unmet targets.
    fn epochs_time(&self) -> Result<Duration> {
        let batch = self.subject.settings.batch_size;
        let few = &self.order[..self.order.len().min(4 * batch)];
        let mut program = self.program.borrow_mut();
        program.epoch(few)?;
        let (outcome, seconds) = timed(|| program.epoch(few));
        outcome?;
        let epoch = seconds * self.order.len() as f64 / few.len() as f64;
        Ok(Duration::from_secs_f64(
            (epoch * f64::from(EPOCHS)).max(MEASUREMENT_TIME.as_secs_f64()),
        ))
    }

    /// A pass over the training images from the same weights and a fresh optimiser, which are
    /// restored outside the timing.
    fn epoch(&self, group: &mut BenchmarkGroup<'_, WallTime>) {
        group.sampling_mode(SamplingMode::Flat);
        group.throughput(Throughput::Elements(self.order.len() as u64));
        group.bench_function(self.id("epoch"), |bencher| {
            bencher.iter_custom(|iterations| {
                let mut program = self.program.borrow_mut();
                (0..iterations)
                    .map(|_| {
                        self.note(program.set_weights(&self.initial));
                        self.note(program.restart());
                        let start = Instant::now();
                        let loss = program.epoch(black_box(&self.order));
                        let elapsed = start.elapsed();
                        self.note(loss);
                        elapsed
                    })
                    .sum()
            });
        });
    }

    /// Inference on resident images, outputs read back.
    fn predict(&self, group: &mut BenchmarkGroup<'_, WallTime>) {
        group.sampling_mode(SamplingMode::Flat);
        group.throughput(Throughput::Elements(PREDICTIONS as u64));
        group.bench_function(self.id("predict"), |bencher| {
            let mut program = self.program.borrow_mut();
            bencher.iter_custom(|iterations| {
                let start = Instant::now();
                for _ in 0..iterations {
                    self.note(black_box(program.predict(PREDICTIONS)));
                }
                start.elapsed()
            });
        });
    }
}
