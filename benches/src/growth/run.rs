//! The run: round after round until the time is up.

use std::fmt;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::ensure;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::sweep::WITH_NETWORKS;
use super::{
    Call, Compilation, Course, Effort, Entrant, Evidence, Grid, Measured, Point, Process, SCHEMA,
    Sweep, compile, networks,
};
use crate::backend::Backend;
use crate::dataset::Dataset;
use crate::plan::{Plan, Profile};
use crate::quiet::Quiet;
use crate::subject::Side;
use crate::worker::{Event, Reply, Task, Worker};
use crate::{Result, environment, registry};

/// Images of a step where something else grows: what the networks say themselves.
const BATCH: usize = 128;

/// What is to be measured, and for how long.
#[derive(Debug, Clone)]
pub struct Growth {
    /// What grows.
    pub sweeps: Vec<Sweep>,
    /// Names of models; all where there are none.
    pub models: Vec<String>,
    /// Libraries.
    pub backends: Vec<Backend>,
    /// Numbers of threads.
    pub threads: Vec<usize>,
    /// The sizes.
    pub grid: Grid,
    /// How much is measured at each.
    pub effort: Effort,
    /// How much of the training split there is.
    pub profile: Profile,
    /// The time that the run may take.
    pub budget: Duration,
    /// Draws weights, rows, dropout and the orders of rounds and sizes.
    pub seed: i64,
}

/// What has its turn in a round.
enum Turn {
    /// A process, and its sizes.
    Program(Entrant, Vec<(usize, Point)>),
    /// The compiler in this one.
    Compiler,
}

impl Growth {
    /// Measures, and keeps everything in a folder, process by process. `tell` is told what goes on.
    ///
    /// # Errors
    /// Where a model is not known, there is nothing to measure, or the folder cannot be written.
    pub fn run(&self, folder: &Path, tell: &mut dyn FnMut(&str)) -> Result<Evidence> {
        fs::create_dir_all(folder)?;
        tell("loading the data");
        // Fetching it once is no part of the run.
        let dataset = Dataset::load(self.profile.images(usize::MAX))?;
        let start = Instant::now();
        let mut evidence = self.evidence(&dataset);
        drop(dataset);
        let turns = self.turns(tell)?;
        ensure!(
            !turns.is_empty(),
            "there is nothing to measure; networks of growing size come with `{WITH_NETWORKS}`"
        );
        for round in 1.. {
            let seed = self.seed.cast_unsigned().wrapping_add(round);
            let mut random = ChaCha8Rng::seed_from_u64(seed);
            let mut order: Vec<&Turn> = turns.iter().collect();
            order.shuffle(&mut random);
            for turn in order {
                let used = start.elapsed();
                // On time alone: what a turn takes is known from the rounds before.
                if used + turn.expected(&evidence) > self.budget {
                    return Ok(evidence);
                }
                tell(&format!(
                    "{:.0} of {:.0} min, round {round}: {turn}",
                    used.as_secs_f64() / 60.0,
                    self.budget.as_secs_f64() / 60.0
                ));
                let _quiet = Quiet::wait()?;
                let failed = match turn {
                    Turn::Program(entrant, points) => {
                        let process = self.measure(round as usize, entrant, points, &mut random);
                        evidence.processes.push(process);
                        &evidence.processes[evidence.processes.len() - 1].failed
                    }
                    Turn::Compiler => {
                        let compilation = self.compile(round as usize, &mut random);
                        evidence.compilations.push(compilation);
                        &evidence.compilations[evidence.compilations.len() - 1].failed
                    }
                };
                if let Some(why) = failed {
                    tell(&format!("FAILED {turn}: {why}"));
                }
                evidence.write(folder)?;
            }
            // The failures say why.
            if evidence.failures().len() == evidence.turns() {
                break;
            }
        }
        Ok(evidence)
    }

    /// The evidence before anything is measured.
    fn evidence(&self, dataset: &Dataset) -> Evidence {
        let of_networks = Sweep::OF_NETWORKS.into_iter();
        let missing = |sweep: &Sweep| networks(*sweep).is_ok_and(|found| found.is_empty());
        Evidence {
            schema: SCHEMA.to_owned(),
            environment: environment::read(),
            profile: self.profile.to_string(),
            dataset: dataset.record(),
            grid: self.grid.clone(),
            effort: self.effort,
            seed: self.seed,
            left_out: of_networks
                .filter(|sweep| self.sweeps.contains(sweep) && missing(sweep))
                .collect(),
            processes: Vec::new(),
            compilations: Vec::new(),
        }
    }

    /// Everything that has its turn in each round.
    fn turns(&self, tell: &mut dyn FnMut(&str)) -> Result<Vec<Turn>> {
        let mut turns = Vec::new();
        let asked = |sweep| self.sweeps.contains(&sweep);
        if asked(Sweep::Batch) || asked(Sweep::Images) {
            for model in registry::select(&self.models)? {
                for &backend in &self.backends {
                    tell(&format!("building {}/{backend}", model.name));
                    for side in self.sides(model.name, backend) {
                        self.add_model(&mut turns, model.name, backend, side);
                    }
                }
            }
        }
        for sweep in Sweep::OF_NETWORKS.into_iter().filter(|&it| asked(it)) {
            let points: Vec<_> = (networks(sweep)?.into_iter())
                .map(|(size, model)| (size, point(model.name, Call::Step(BATCH))))
                .collect();
            if points.is_empty() {
                continue;
            }
            for &backend in &self.backends {
                self.add(
                    &mut turns,
                    sweep,
                    sweep.as_str(),
                    backend,
                    Side::Dsl,
                    &points,
                );
            }
        }
        if asked(Sweep::Compiler) {
            turns.push(Turn::Compiler);
        }
        Ok(turns)
    }

    /// The programs that a model has. Where they cannot be built, the generated one's failure will say why.
    fn sides(&self, model: &str, backend: Backend) -> Vec<Side> {
        let task = Task::Build {
            model: model.to_owned(),
        };
        let worker = Worker {
            backend,
            memory: false,
        };
        // A few images will do to build on.
        let plan = Plan {
            profile: Profile::Quick,
            ..self.plan(1)
        };
        match worker.run(&plan, task, |_| ()) {
            Ok(Reply::Built {
                handwritten: Some(_),
                ..
            }) => Side::PAIR.to_vec(),
            _ => vec![Side::Dsl],
        }
    }

    fn add_model(&self, turns: &mut Vec<Turn>, model: &str, backend: Backend, side: Side) {
        let points = |sizes: &[usize], call: fn(usize) -> Call| -> Vec<(usize, Point)> {
            let sizes = sizes.iter();
            sizes
                .map(|&size| (size, point(model, call(size))))
                .collect()
        };
        for (sweep, points) in [
            (Sweep::Batch, points(&self.grid.batches, Call::Step)),
            (Sweep::Images, points(&self.grid.images, Call::Epoch)),
        ] {
            if self.sweeps.contains(&sweep) {
                self.add(turns, sweep, model, backend, side, &points);
            }
        }
    }

    /// A turn for each number of threads.
    fn add(
        &self,
        turns: &mut Vec<Turn>,
        sweep: Sweep,
        model: &str,
        backend: Backend,
        side: Side,
        points: &[(usize, Point)],
    ) {
        for &threads in &self.threads {
            let entrant = Entrant {
                sweep,
                model: model.to_owned(),
                backend,
                side,
                threads,
            };
            turns.push(Turn::Program(entrant, points.to_vec()));
        }
    }

    fn plan(&self, threads: usize) -> Plan {
        Plan {
            profile: self.profile,
            threads,
            seed: self.seed,
            epochs: None,
        }
    }

    /// One process, its sizes in an order of its own.
    fn measure(
        &self,
        round: usize,
        entrant: &Entrant,
        points: &[(usize, Point)],
        random: &mut ChaCha8Rng,
    ) -> Process {
        let start = Instant::now();
        let mut points = points.to_vec();
        points.shuffle(random);
        let (sizes, points): (Vec<usize>, Vec<Point>) = points.into_iter().unzip();
        let task = Task::Growth(Course {
            side: entrant.side,
            points,
            effort: self.effort,
        });
        let worker = Worker {
            backend: entrant.backend,
            memory: false,
        };
        let mut version = None;
        let outcome = worker.run(&self.plan(entrant.threads), task, |event| {
            if let Event::Started { runtime, .. } = event {
                version = Some(runtime.version.clone());
            }
        });
        let (points, failed) = match outcome {
            Ok(Reply::Growth(seconds)) => {
                let points = sizes.into_iter().zip(seconds);
                let points = points.map(|(size, seconds)| Measured { size, seconds });
                (points.collect(), None)
            }
            Ok(_) => (Vec::new(), Some("it gave another answer".to_owned())),
            Err(error) => (Vec::new(), Some(format!("{error:#}"))),
        };
        Process {
            round,
            entrant: entrant.clone(),
            version,
            points,
            seconds: start.elapsed().as_secs_f64(),
            failed,
        }
    }

    /// One round of the compiler, its files in an order of its own.
    fn compile(&self, round: usize, random: &mut ChaCha8Rng) -> Compilation {
        let start = Instant::now();
        let mut copies = self.grid.copies.clone();
        copies.shuffle(random);
        let files: Result<Vec<_>> = (copies.into_iter())
            .map(|copies| compile(copies, &self.effort))
            .collect();
        let (files, failed) = match files {
            Ok(files) => (files, None),
            Err(error) => (Vec::new(), Some(format!("{error:#}"))),
        };
        Compilation {
            round,
            files,
            seconds: start.elapsed().as_secs_f64(),
            failed,
        }
    }
}

fn point(model: &str, call: Call) -> Point {
    Point {
        model: model.to_owned(),
        call,
    }
}

impl Turn {
    /// What it took the last time.
    fn expected(&self, evidence: &Evidence) -> Duration {
        let seconds = match self {
            Turn::Program(entrant, _) => {
                let mut before = evidence.processes.iter().rev();
                before
                    .find(|it| it.entrant == *entrant)
                    .map(|it| it.seconds)
            }
            Turn::Compiler => evidence.compilations.last().map(|it| it.seconds),
        };
        Duration::from_secs_f64(seconds.unwrap_or_default())
    }
}

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Turn::Program(entrant, _) => write!(f, "{entrant}"),
            Turn::Compiler => f.write_str("the compiler"),
        }
    }
}
