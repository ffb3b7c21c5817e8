//! What the Criterion targets share: one target for each backend, one process each.
//!
//! A target never panics and never fails for one cell's sake, for cargo would stop before the next
//! target. A cell that cannot be measured is printed as FAILED and stands in the record as such;
//! `neural-bench report` turns it into an exit status.

mod bytes;
mod cell;
mod memory;
mod selection;

use std::process::ExitCode;
use std::time::Duration;

use criterion::Criterion;
use criterion::measurement::WallTime;

use self::bytes::Bytes;
use self::selection::{Mode, Selection};
use crate::backend::Framework;
use crate::plan::Plan;
use crate::record::{self, Cell, Origin, Record};
use crate::registry;
use crate::report::Report;
use crate::session::Session;
use crate::subject::Side;
use crate::{Result, environment, results};

/// Smallest difference that Criterion calls a change; less than that is noise on a shared machine.
const NOISE_THRESHOLD: f64 = 0.1;

/// How often Criterion's bootstrap draws: enough for a 95 % interval of ten samples, and a fifth of the
/// time that its default takes.
const RESAMPLES: usize = 20_000;

/// Runs the groups of a backend that the command line selects. To be called from a target's `main`.
pub fn run<B: Framework>() -> ExitCode {
    let selection = Selection::from_args();
    let plan = match Plan::from_env() {
        Ok(plan) => plan,
        Err(error) => {
            eprintln!("error: {error:#}");
            return ExitCode::from(2);
        }
    };
    let models = match registry::models() {
        Ok(models) => models,
        Err(error) => {
            eprintln!("error: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    let mut target = Target::<B>::new(selection, plan);
    for model in models {
        target.model(model);
    }
    target.finish();
    ExitCode::SUCCESS
}

/// A Criterion target under way.
struct Target<B: Framework> {
    selection: Selection,
    plan: Plan,
    /// Opened when the first group needs it: listing needs no library.
    session: Option<Result<Session<B>, String>>,
    time: Criterion<WallTime>,
    memory: Criterion<Bytes>,
    cells: Vec<Cell>,
    environment: record::Environment,
}

impl<B: Framework> Target<B> {
    fn new(selection: Selection, plan: Plan) -> Self {
        let time = Criterion::default()
            .sample_size(10)
            .warm_up_time(Duration::from_secs(1))
            .measurement_time(cell::MEASUREMENT_TIME)
            .nresamples(RESAMPLES)
            .noise_threshold(NOISE_THRESHOLD)
            .output_directory(&results::criterion_folder())
            .configure_from_args();
        let memory = Criterion::default()
            .with_measurement(Bytes)
            .sample_size(10)
            .warm_up_time(memory::PAUSE)
            .measurement_time(memory::PAUSE * 10)
            .nresamples(RESAMPLES)
            .noise_threshold(NOISE_THRESHOLD)
            .output_directory(&results::criterion_folder())
            .configure_from_args();
        Self {
            selection,
            plan,
            session: None,
            time,
            memory,
            cells: Vec::new(),
            environment: environment::read(),
        }
    }

    /// Runs the groups of a model.
    fn model(&mut self, model: &'static registry::Model) {
        let group = format!("{}/{}", model.name, B::NAME);
        if !self.selection.wants_group(&group) {
            return;
        }
        let mut cell = Cell::new(model.name, B::NAME.as_str());
        let outcome = match self.selection.mode() {
            Mode::List => self.list(model, &group),
            Mode::Run { .. } => self.measure(model, &group, &mut cell),
        };
        if let Err(error) = outcome {
            let reason = format!("{error:#}");
            eprintln!("FAILED {group}: {reason}");
            cell.failed = Some(reason);
        }
        self.cells.push(cell);
    }

    /// Names the benchmarks of a model and runs none.
    fn list(&mut self, model: &'static registry::Model, group: &str) -> Result<()> {
        model.network()?;
        let missing: Vec<Side> = [
            (Side::Handwritten, B::handwritten(model.name)),
            (Side::Usual, B::usual(model.name)),
        ]
        .into_iter()
        .filter_map(|(side, factory)| factory.is_none().then_some(side))
        .collect();
        cell::list(&mut self.time, group, &missing);
        memory::list(&mut self.memory, group, &missing);
        Ok(())
    }

    fn measure(
        &mut self,
        model: &'static registry::Model,
        group: &str,
        cell: &mut Cell,
    ) -> Result<()> {
        model.network()?;
        let plan = &self.plan;
        let session = self
            .session
            .get_or_insert_with(|| {
                Session::open(plan.clone()).map_err(|error| format!("{error:#}"))
            })
            .as_ref()
            .map_err(|error| anyhow::anyhow!(error.clone()))?;
        let subject = session.subject(model)?;
        cell.parameters = Some(subject.network.parameter_count());
        cell.library_version = Some(session.runtime().version.clone());
        cell.effective_threads = Some(session.runtime().threads);
        cell.synthetic = subject.synthetic(session);
        cell::measure(&mut self.time, &self.selection, group, &subject, cell)?;
        memory::measure(
            &mut self.memory,
            &self.selection,
            group,
            &subject,
            plan,
            cell,
        )
    }

    /// Writes Criterion's index, the record and the reports.
    fn finish(self) {
        self.time.final_summary();
        if self.selection.mode() != (Mode::Run { quickly: false }) || self.cells.is_empty() {
            return;
        }
        // A library that does not load leaves cells that failed, and they are on the record.
        let dataset = match &self.session {
            Some(Ok(session)) => session.dataset().record(),
            _ => record::Dataset::default(),
        };
        let record = Record {
            schema: record::SCHEMA.to_owned(),
            origin: Origin::Criterion,
            environment: self.environment,
            plan: (&self.plan).into(),
            dataset,
            cells: self.cells,
        };
        let folder = results::folder();
        let written = record
            .write(&folder.join(format!("bench-{}.json", B::NAME)))
            .and_then(|()| Report::read(&folder, Some(&results::criterion_folder())))
            .and_then(|report| report.write(&folder));
        match written {
            Ok(paths) => paths
                .iter()
                .for_each(|path| eprintln!("wrote {}", path.display())),
            Err(error) => eprintln!("FAILED to write the report: {error:#}"),
        }
    }
}
