//! One place of the schedule: fresh processes that measure one unit once.

use std::collections::BTreeMap;
use std::thread;
use std::time::Instant;

use anyhow::{Context, bail};

use super::paired::{Draw, Pairing, time};
use super::schedule::Place;
use crate::Result;
use crate::backend::Backend;
use crate::evidence::{Contrast, Instrument, Library, Manifest, Measured, Quantity, Unit};
use crate::measure::{Half, Pair, Series};
use crate::quiet::Quiet;
use crate::record::{Dataset, Memory};
use crate::subject::Side;
use crate::worker::{Attendant, Event, Program, Reply, Task, Worker};

/// Where the executables of the other build lie, where this is a comparison of two.
pub type OtherBuild<'p> = Option<&'p std::path::Path>;

/// Measures a unit once.
///
/// # Errors
/// Where a worker fails.
pub fn measure(manifest: &Manifest, other: OtherBuild<'_>, place: &Place) -> Result<Measured> {
    let _quiet = Quiet::wait()?;
    let unit = &place.unit;
    match (unit.instrument, manifest.revision.is_some()) {
        (Instrument::Time, false) => in_one_process(manifest, place),
        (Instrument::Time, true) => in_two_processes(manifest, other, place),
        (Instrument::Memory, _) => memory(manifest, other, place),
    }
}

/// The programs of sides A and B.
fn sides(manifest: &Manifest, unit: &Unit) -> (Side, Side) {
    match (&manifest.revision, unit.contrast) {
        (Some(_), _) => (Side::Dsl, Side::Dsl),
        (None, Contrast::Generated) => (Side::Dsl, Side::Handwritten),
        (None, _) => (Side::Handwritten, Side::Handwritten),
    }
}

fn pairing(manifest: &Manifest, place: &Place) -> Pairing {
    Pairing {
        side: sides(manifest, &place.unit).0,
        handicap: match place.unit.contrast {
            Contrast::Handicapped => manifest.margins.handicap(Instrument::Time),
            _ => 0.0,
        },
        seed: place.seed,
        effort: manifest.effort,
    }
}

fn in_one_process(manifest: &Manifest, place: &Place) -> Result<Measured> {
    let worker = Worker {
        backend: place.unit.backend,
        memory: false,
    };
    let task = Task::Pairs {
        model: place.unit.model.clone(),
        pairing: pairing(manifest, place),
    };
    let mut watch = Watch::new(manifest, worker.backend, Half::A);
    let reply = worker.run(&manifest.plan, task, |event| watch.see(event))?;
    watch.end()?;
    match reply {
        Reply::Pairs(measured) => Ok(measured),
        other => bail!("the worker answered {other:?}"),
    }
}

/// Watches whether a process has the library and the data with which the run began.
struct Watch<'m> {
    began: Option<&'m Library>,
    /// Another build may have another version of the library.
    own: bool,
    differs: Option<String>,
}

impl<'m> Watch<'m> {
    fn new(manifest: &'m Manifest, backend: Backend, half: Half) -> Self {
        Self {
            began: manifest.libraries.get(&backend),
            own: half == Half::A || manifest.revision.is_none(),
            differs: None,
        }
    }

    fn see(&mut self, event: &Event) {
        let (Event::Started { runtime, dataset }, Some(began)) = (event, self.began) else {
            return;
        };
        let data = |it: &Dataset| format!("{} {}", it.name, it.sha256);
        let library = |version: &str, threads: usize| format!("{version}, {threads} thread(s)");
        let pairs = [
            (data(&began.dataset), data(dataset), true),
            (
                library(&began.version, began.threads),
                library(&runtime.version, runtime.threads),
                self.own,
            ),
        ];
        for (then, now, counts) in pairs {
            if counts && then != now {
                self.differs = Some(format!(
                    "the run began with {then}, and this process has {now}"
                ));
            }
        }
    }

    fn end(self) -> Result<()> {
        match self.differs {
            Some(difference) => bail!(difference),
            None => Ok(()),
        }
    }
}

/// The executable of a side: side B of a comparison of two builds is the other one's.
fn program(manifest: &Manifest, other: OtherBuild<'_>, unit: &Unit, half: Half) -> Result<Program> {
    let worker = Worker {
        backend: unit.backend,
        memory: unit.instrument == Instrument::Memory,
    };
    match (unit.contrast, half, &manifest.revision) {
        (Contrast::Revision, Half::B, Some(revision)) => {
            let folder = other.with_context(|| format!("no build of {}", revision.name))?;
            Ok(Program::of_other_build(worker, folder))
        }
        _ => Program::of(worker),
    }
}

/// Two builds cannot be in one process: each side has its own, and both are asked in turn.
fn in_two_processes(manifest: &Manifest, other: OtherBuild<'_>, place: &Place) -> Result<Measured> {
    let start = Instant::now();
    let pairing = pairing(manifest, place);
    let draw = Draw::new(place.seed);
    let attend = |half| {
        let handicap = match half {
            Half::A => pairing.handicap,
            Half::B => 0.0,
        };
        let program = program(manifest, other, &place.unit, half)?;
        let model = &place.unit.model;
        let mut watch = Watch::new(manifest, place.unit.backend, half);
        let see = |event: &Event| watch.see(event);
        let attendant = Attendant::start(&program, &manifest.plan, model, Side::Dsl, handicap, see)
            .with_context(|| format!("{}", program.path().display()))?;
        watch.end()?;
        Ok::<_, anyhow::Error>(attendant)
    };
    let (mut a, mut b) = match draw.first_built {
        Half::A => {
            let a = attend(Half::A)?;
            (a, attend(Half::B)?)
        }
        Half::B => {
            let b = attend(Half::B)?;
            (attend(Half::A)?, b)
        }
    };
    let measured = time(&pairing, draw, start, |half, command| match half {
        Half::A => a.ask(command),
        Half::B => b.ask(command),
    });
    a.dismiss()?;
    b.dismiss()?;
    measured
}

/// A fresh process for each side. No clock is read, so both may run at once; a handicap is a share of
/// what side B takes, so then B comes first.
fn memory(manifest: &Manifest, other: OtherBuild<'_>, place: &Place) -> Result<Measured> {
    let unit = &place.unit;
    let (side_a, side_b) = sides(manifest, unit);
    let run = |half, side, hold| -> Result<(Memory, u64)> {
        let task = Task::Memory {
            model: unit.model.clone(),
            side,
            hold,
        };
        let program = program(manifest, other, unit, half)?;
        let mut watch = Watch::new(manifest, unit.backend, half);
        let mut replies = program.run_all(&manifest.plan, vec![task], |event| watch.see(event))?;
        watch.end()?;
        match replies.pop().context("one task has one reply")?? {
            Reply::Memory { memory, held } => Ok((memory, held)),
            other => bail!("the worker answered {other:?}"),
        }
    };
    let ((a, held), (b, _)) = if unit.contrast == Contrast::Handicapped {
        let b = run(Half::B, side_b, 0)?;
        let share = manifest.margins.handicap(Instrument::Memory);
        let hold = (b.0.process_peak as f64 * share).round() as u64;
        (run(Half::A, side_a, hold)?, b)
    } else {
        thread::scope(|scope| {
            let a = scope.spawn(|| run(Half::A, side_a, 0));
            let b = run(Half::B, side_b, 0);
            let a = a.join().unwrap_or_else(|_| bail!("waiting failed"));
            Ok::<_, anyhow::Error>((a?, b?))
        })?
    };
    let pair = Pair {
        first: Half::B,
        at: 0.0,
        a: a.process_peak as f64,
        b: b.process_peak as f64,
    };
    Ok(Measured {
        first_built: Half::B,
        handicap: libm::log1p(held as f64 / b.process_peak as f64),
        series: BTreeMap::from([(
            Quantity::Peak,
            Series {
                calls: 1,
                settled: true,
                warm_up: Vec::new(),
                pairs: vec![pair],
            },
        )]),
        order: vec![Quantity::Peak],
        memory: Some([a, b]),
    })
}
