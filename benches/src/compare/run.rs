//! The run: what is fixed before, then process after process until the time is up.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::ensure;

use super::prelude;
use super::process;
use super::schedule;
use crate::backend::Backend;
use crate::evidence::{
    Bundle, Manifest, Margins, Outcome, Process, Quantity, Revision, SCHEMA, Sitting, Unit,
};
use crate::measure::Effort;
use crate::plan::Plan;
use crate::{Result, environment, registry};

/// The time that a run may take where nothing else is said.
pub const BUDGET: Duration = Duration::from_secs(60 * 60);

/// What is to be compared, and for how long.
#[derive(Debug, Clone)]
pub struct Compare {
    /// What every process is told.
    pub plan: Plan,
    /// Names of models; all where there are none.
    pub models: Vec<String>,
    /// Backends.
    pub backends: Vec<Backend>,
    /// The margins.
    pub margins: Margins,
    /// How long each process measures.
    pub effort: Effort,
    /// The time that the run may take.
    pub budget: Duration,
    /// Draws all orders.
    pub seed: u64,
    /// Another build to compare this one with.
    pub other: Option<Other>,
}

/// Another build of the suite.
#[derive(Debug, Clone)]
pub struct Other {
    /// What it was built from.
    pub revision: Revision,
    /// Where its executables lie.
    pub folder: PathBuf,
}

/// What a run is doing.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// Something that is done once, before any timing.
    Before(String),
    /// A process is about to start.
    Process {
        /// What it measures.
        unit: Unit,
        /// Its place in the order, from 1.
        number: usize,
        /// Processes of the base, which every unit gets.
        base: usize,
        /// The round.
        round: usize,
        /// Time that was used.
        used: Duration,
        /// Time that may be used.
        budget: Duration,
        /// How long the rest of the base will take, judging by what ran so far.
        base_left: Option<Duration>,
    },
    /// A process failed; the run goes on.
    Failed(String),
}

impl Compare {
    /// Gathers evidence in a folder that holds none yet.
    ///
    /// # Errors
    /// Where an unknown model is named, the folder cannot be written, or nothing can be measured at all.
    pub fn run(&self, folder: &Path, on_progress: &mut dyn FnMut(&Progress)) -> Result<Bundle> {
        let start = Instant::now();
        ensure!(!self.backends.is_empty(), "no backend is asked for");
        let models = registry::select(&self.models)?;
        let (libraries, broken) = prelude::libraries(&self.plan, &self.backends, on_progress);
        let manifest = Manifest {
            schema: SCHEMA.to_owned(),
            environment: environment::read(),
            plan: self.plan.clone(),
            seed: self.seed,
            margins: self.margins,
            effort: self.effort,
            // With fewer, no cell among so many could be found different.
            base: neural_statistics::fewest_processes(
                models.len() * self.backends.len() * Quantity::ALL.len(),
            ),
            revision: self.other.as_ref().map(|other| other.revision.clone()),
            models: models.iter().map(|model| model.name.to_owned()).collect(),
            backends: self.backends.clone(),
            libraries,
            executables: prelude::executables(&self.backends, self.other.as_ref())?,
        };
        let mut bundle = Bundle::create(folder, manifest)?;
        prelude::texts(&bundle)?;
        let gates = prelude::gates(&bundle.manifest, self.other.as_ref(), &broken, on_progress);
        prelude::work(&mut bundle, &gates, on_progress)?;
        let ledger = prelude::ledger(&bundle.manifest, on_progress);
        bundle.set_ledger(ledger)?;
        // Last: with it there is everything that comes before the first process.
        bundle.set_gates(gates)?;
        unchanged(&bundle, self.other.as_ref())?;
        sit(bundle, start, self.budget, self.other.as_ref(), on_progress)
    }
}

/// Goes on with a run that was stopped, or gives one that ended more time. `budget` is the time of all
/// sittings together; that of the last sitting where there is none.
///
/// # Errors
/// Where there is no such evidence, or this is another build than the one that began.
pub fn resume(
    folder: &Path,
    budget: Option<Duration>,
    other: Option<&Other>,
    on_progress: &mut dyn FnMut(&Progress),
) -> Result<Bundle> {
    let start = Instant::now();
    ensure!(
        folder.is_dir(),
        "{} is no folder: unpack an archive before going on with it",
        folder.display()
    );
    let bundle = Bundle::read(folder)?;
    let executables = prelude::executables(&bundle.manifest.backends, other)?;
    ensure!(
        executables == bundle.manifest.executables,
        "this is another build than the one that began; its samples cannot be mixed with these"
    );
    ensure!(
        !bundle.gates.is_empty(),
        "the run was stopped before it measured anything: begin again in another folder"
    );
    let here = environment::read();
    let began = &bundle.manifest.environment;
    ensure!(
        (&here.cpu, here.cores) == (&began.cpu, began.cores),
        "the run began on {} with {} cores, and this is {} with {}: another machine is another population",
        began.cpu,
        began.cores,
        here.cpu,
        here.cores
    );
    let budget = budget.unwrap_or_else(|| match bundle.sittings.last() {
        Some(last) => Duration::from_secs_f64(last.budget_seconds),
        None => BUDGET,
    });
    sit(bundle, start, budget, other, on_progress)
}

/// Measures until the time is up, and seals what was gathered.
fn sit(
    mut bundle: Bundle,
    start: Instant,
    budget: Duration,
    other: Option<&Other>,
    on_progress: &mut dyn FnMut(&Progress),
) -> Result<Bundle> {
    let earlier = used(&bundle);
    bundle.add_sitting(Sitting {
        environment: environment::read(),
        budget_seconds: budget.as_secs_f64(),
        first_process: bundle.processes.len() + 1,
        extends: bundle.hash.is_some(),
    })?;
    let base = schedule::base_len(&bundle);
    while let Some(place) = schedule::next(&bundle) {
        let used = earlier + start.elapsed();
        // On time alone: what a process takes is known from others of its unit, whatever they found.
        let expected = expected(&bundle, &place.unit).unwrap_or_default();
        if used + expected > budget {
            break;
        }
        on_progress(&Progress::Process {
            unit: place.unit.clone(),
            number: place.number,
            base,
            round: place.round,
            used,
            budget,
            base_left: base_left(&bundle),
        });
        let started = start.elapsed();
        let folder = other.map(|other| other.folder.as_path());
        let measured = process::measure(&bundle.manifest, folder, &place);
        let outcome = match measured {
            Ok(measured) => Outcome::Measured(measured),
            Err(error) => {
                on_progress(&Progress::Failed(format!("{}: {error:#}", place.unit)));
                Outcome::Failed(format!("{error:#}"))
            }
        };
        bundle.add_process(Process {
            number: place.number,
            round: place.round,
            unit: place.unit,
            seed: place.seed,
            sitting: bundle.sittings.len(),
            started_seconds: started.as_secs_f64(),
            seconds: (start.elapsed() - started).as_secs_f64(),
            outcome,
        })?;
    }
    unchanged(&bundle, other)?;
    bundle.seal()?;
    Ok(bundle)
}

/// Makes sure that the workers are those with which the run began.
fn unchanged(bundle: &Bundle, other: Option<&Other>) -> Result<()> {
    ensure!(
        prelude::executables(&bundle.manifest.backends, other)? == bundle.manifest.executables,
        "the workers were built anew while they were measured: this evidence is of no use"
    );
    Ok(())
}

/// The time that all sittings so far took, from the beginning of each to the end of its last process.
fn used(bundle: &Bundle) -> Duration {
    let sittings = 1..=bundle.sittings.len();
    sittings
        .map(|sitting| {
            let own = bundle.processes.iter();
            let ends = own
                .filter(|process| process.sitting == sitting)
                .map(|process| process.started_seconds + process.seconds);
            Duration::from_secs_f64(ends.fold(0.0, f64::max))
        })
        .sum()
}

/// How long a process of a unit took, on average; none where there was none yet.
fn expected(bundle: &Bundle, unit: &Unit) -> Option<Duration> {
    let of_unit = bundle
        .processes
        .iter()
        .filter(|process| process.unit == *unit);
    let (count, seconds) = of_unit.fold((0u32, 0.0), |(count, sum), process| {
        (count + 1, sum + process.seconds)
    });
    (count > 0).then(|| Duration::from_secs_f64(seconds / f64::from(count)))
}

/// How long the rest of the base will take; none where a unit has not run yet, or nothing is left.
fn base_left(bundle: &Bundle) -> Option<Duration> {
    let mut left = Duration::ZERO;
    for unit in schedule::units(bundle) {
        let ran = bundle
            .processes
            .iter()
            .filter(|process| process.unit == unit);
        let missing = bundle.manifest.base.saturating_sub(ran.count());
        left += expected(bundle, &unit)? * u32::try_from(missing).unwrap_or(u32::MAX);
    }
    Some(left)
}
