//! A run of the suite without Criterion.

use anyhow::{anyhow, bail};

use crate::backend::Backend;
use crate::plan::{Plan, Profile};
use crate::record::{Cell, Dataset, Epoch, Origin, Record, SCHEMA, Side as SideRecord};
use crate::registry::{self, Model};
use crate::report::Report;
use crate::subject::Side;
use crate::worker::{Event, Reply, Task, Worker};
use crate::{Result, compile, environment};

/// Fresh processes in which the memory of a side is measured.
const MEMORY_PROCESSES: usize = 3;

/// A run of the suite: what it measures, and with what.
///
/// Every program is trained in a fresh process, and its memory is measured in others.
///
/// ```no_run
/// use neural_bench::{Backend, Suite};
///
/// # fn main() -> neural_bench::Result<()> {
/// let report = Suite::new()
///     .backends([Backend::Torch])
///     .models(["simple_mlp"])
///     .epochs(5)
///     .run()?;
/// println!("{}", report.to_markdown());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Suite {
    backends: Vec<Backend>,
    models: Vec<String>,
    plan: Plan,
}

/// What a run is doing.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// A cell begins: its number, how many there are, and its name `model/backend`.
    Cell {
        /// From 0.
        number: usize,
        /// All cells of the run.
        count: usize,
        /// `model/backend`.
        name: String,
    },
    /// The next part of a cell begins.
    Part(String),
    /// An epoch of training is over.
    Epoch {
        /// From 0.
        number: usize,
        /// What it gave.
        epoch: Epoch,
    },
}

impl Default for Suite {
    fn default() -> Self {
        Self::new()
    }
}

impl Suite {
    /// Every model on every backend, with the default profile on one thread.
    pub fn new() -> Self {
        Self {
            backends: Backend::ALL.to_vec(),
            models: Vec::new(),
            plan: Plan::default(),
        }
    }

    /// Only these backends.
    #[must_use]
    pub fn backends(mut self, backends: impl IntoIterator<Item = Backend>) -> Self {
        self.backends = backends.into_iter().collect();
        self
    }

    /// Only the models of these names.
    #[must_use]
    pub fn models(mut self, models: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.models = models.into_iter().map(Into::into).collect();
        self
    }

    /// Trains that many epochs, whatever the networks say.
    #[must_use]
    pub fn epochs(mut self, epochs: usize) -> Self {
        self.plan.epochs = Some(epochs);
        self
    }

    /// How many images an epoch has.
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.plan.profile = profile;
        self
    }

    /// How many threads the libraries may use; one where it is not said.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.plan.threads = threads;
        self
    }

    /// Seed of initial weights, order and dropout, where a network gives none.
    #[must_use]
    pub fn seed(mut self, seed: i64) -> Self {
        self.plan.seed = seed;
        self
    }

    /// Everything that is told to each process, at once.
    #[must_use]
    pub fn plan(mut self, plan: Plan) -> Self {
        self.plan = plan;
        self
    }

    /// Runs the suite. A cell that fails stands in the report with its reason.
    ///
    /// # Errors
    /// Where what is asked for makes no sense: an unknown model, no backend, no epoch.
    pub fn run(&self) -> Result<Report> {
        Ok(Report::from_record(self.record(|_| ())?))
    }

    /// Runs the suite, says what it is doing, and returns the record, from which any report can be
    /// made.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn record(&self, mut on_progress: impl FnMut(Progress)) -> Result<Record> {
        let models = registry::select(&self.models)?;
        if self.backends.is_empty() {
            bail!("no backend is asked for");
        }
        if self.plan.threads == 0 {
            bail!("no thread is asked for; give at least 1");
        }
        if self.plan.epochs == Some(0) {
            bail!("no epoch is asked for; give at least 1");
        }
        let environment = environment::read();
        let mut dataset = None;
        let mut cells = Vec::new();
        let count = models.len() * self.backends.len();
        for model in models {
            for &backend in &self.backends {
                on_progress(Progress::Cell {
                    number: cells.len(),
                    count,
                    name: format!("{}/{backend}", model.name),
                });
                let mut run = CellRun {
                    suite: self,
                    model,
                    backend,
                    cell: Cell::new(model.name, backend.as_str()),
                    dataset: &mut dataset,
                    on_progress: &mut on_progress,
                };
                if let Err(error) = run.measure() {
                    run.cell.failed = Some(format!("{error:#}"));
                }
                cells.push(run.cell);
            }
        }
        Ok(Record {
            schema: SCHEMA.to_owned(),
            origin: Origin::Run,
            environment,
            plan: (&self.plan).into(),
            dataset: dataset.unwrap_or_default(),
            cells,
        })
    }
}

/// A cell that is being measured.
struct CellRun<'a, F: FnMut(Progress)> {
    suite: &'a Suite,
    model: &'static Model,
    backend: Backend,
    cell: Cell,
    dataset: &'a mut Option<Dataset>,
    on_progress: &'a mut F,
}

impl<F: FnMut(Progress)> CellRun<'_, F> {
    fn measure(&mut self) -> Result<()> {
        let network = self.model.network()?;
        self.cell.parameters = Some(network.parameter_count());
        self.part("compiling");
        self.cell.compile = Some(compile::measure(self.model, self.backend)?);
        self.part("comparing the programs");
        let model = self.model.name.to_owned();
        let task = Task::Sameness { model };
        let Reply::Sameness { sides, sameness } = self.ask(false, task)? else {
            bail!("the worker answered something else");
        };
        self.cell.sameness = sameness;
        if let Some(sameness) = &self.cell.sameness
            && !sameness.same
        {
            bail!(
                "generated and hand-written program differ: {}",
                sameness.detail
            );
        }
        for side in Side::ALL {
            if !sides.contains(&side) {
                continue;
            }
            // A side that fails leaves the other one whole.
            let record = self.side(side).unwrap_or_else(|error| SideRecord {
                failed: Some(format!("{error:#}")),
                ..SideRecord::default()
            });
            *self.cell.side_mut(side) = Some(record);
        }
        Ok(())
    }

    fn side(&mut self, side: Side) -> Result<SideRecord> {
        let model = self.model.name.to_owned();
        self.part(&format!("training {side}"));
        let task = Task::Train {
            model: model.clone(),
            side,
        };
        let Reply::Side(mut record) = self.ask(false, task)? else {
            bail!("the worker answered something else");
        };
        for number in 1..=MEMORY_PROCESSES {
            self.part(&format!("memory of {side}, process {number}"));
            let task = Task::Memory {
                model: model.clone(),
                side,
                hold: 0,
            };
            match self.ask(true, task) {
                Ok(Reply::Memory { memory, .. }) => record.memory.push(memory),
                Ok(_) => bail!("the worker answered something else"),
                Err(error) => return Err(anyhow!("memory: {error:#}")),
            }
        }
        Ok(record)
    }

    fn part(&mut self, name: &str) {
        (self.on_progress)(Progress::Part(name.to_owned()));
    }

    /// Has a fresh worker do a task.
    fn ask(&mut self, memory: bool, task: Task) -> Result<Reply> {
        let worker = Worker {
            backend: self.backend,
            memory,
        };
        let mut epochs = 0;
        worker.run(&self.suite.plan, task, |event| match event {
            Event::Started { runtime, dataset } => {
                self.cell.library_version = Some(runtime.version.clone());
                self.cell.effective_threads = Some(runtime.threads);
                self.dataset.get_or_insert_with(|| dataset.clone());
            }
            Event::Epoch(epoch) => {
                (self.on_progress)(Progress::Epoch {
                    number: epochs,
                    epoch: *epoch,
                });
                epochs += 1;
            }
            Event::Synthetic(reason) => self.cell.synthetic = Some(reason.clone()),
            Event::Milestone(_)
            | Event::Ready
            | Event::Timed(_)
            | Event::Done(_)
            | Event::Failed(_) => {}
        })
    }
}
