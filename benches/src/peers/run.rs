//! The run: data, proof, then round after round until the time is up.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::proof::{Prepared, prove};
use super::scripts::{self, Scripts};
use super::{Contest, Contestant, Effort, Entrant, Evidence, Figures, Milestone, Process, SCHEMA};
use crate::backend::Backend;
use crate::dataset::Dataset;
use crate::measure::order;
use crate::plan::Plan;
use crate::quiet::Quiet;
use crate::session::PREDICTIONS;
use crate::worker::{Event, Program, Reply, Task, Worker};
use crate::{Result, environment, registry};

/// What is to be compared, and for how long.
#[derive(Debug, Clone)]
pub struct Peers {
    /// What every process is told.
    pub plan: Plan,
    /// Names of models; all that have peers where there are none.
    pub models: Vec<String>,
    /// Libraries.
    pub backends: Vec<Backend>,
    /// How much each process measures.
    pub effort: Effort,
    /// The time that the run may take.
    pub budget: Duration,
    /// Draws the order of each round.
    pub seed: u64,
}

impl Peers {
    /// Measures, and keeps everything in a folder, process by process. `tell` is told what goes on.
    ///
    /// # Errors
    /// Where the peers' Python cannot be had, a model has no peers, or the folder cannot be written.
    pub fn run(&self, folder: &Path, tell: &mut dyn FnMut(&str)) -> Result<Evidence> {
        fs::create_dir_all(folder)?;
        tell("looking for the peers' Python");
        let scripts = Scripts::provide()?;
        // Fetching it once is no part of the run.
        let start = Instant::now();
        let dataset = Dataset::load(self.plan.profile.images(usize::MAX))?;
        let room = tempfile::tempdir()?;
        let prepared = self.prepare(&dataset, room.path())?;
        let mut evidence = Evidence {
            schema: SCHEMA.to_owned(),
            environment: environment::read(),
            python: scripts.version()?,
            plan: (&self.plan).into(),
            dataset: dataset.record(),
            effort: self.effort,
            seed: self.seed,
            proofs: Vec::new(),
            processes: Vec::new(),
        };
        drop(dataset);
        for prepared in &prepared {
            for &backend in &self.backends {
                tell(&format!("proving {}/{backend} the same", prepared.model));
                let proofs = prove(&self.plan, prepared, backend, &scripts);
                evidence.proofs.extend(proofs);
                evidence.write(folder)?;
            }
        }
        for round in 1.. {
            for entrant in self.round(&evidence, round) {
                let used = start.elapsed();
                // On time alone: what a process takes is known from the rounds before.
                if used + expected(&evidence, &entrant) > self.budget {
                    return Ok(evidence);
                }
                tell(&format!(
                    "{:.0} of {:.0} min, round {round}: {entrant}",
                    used.as_secs_f64() / 60.0,
                    self.budget.as_secs_f64() / 60.0
                ));
                let _quiet = Quiet::wait()?;
                let process = self.measure(round, entrant, &prepared, &scripts);
                if let Some(error) = &process.failed {
                    tell(&format!("FAILED {}: {error}", process.entrant));
                }
                evidence.processes.push(process);
                evidence.write(folder)?;
            }
            // The proofs and the failures say why.
            if !evidence.processes.iter().any(|it| it.figures.is_some()) {
                break;
            }
        }
        Ok(evidence)
    }

    /// Writes the data of each model, and the order in which it is trained on.
    fn prepare(&self, dataset: &Dataset, room: &Path) -> Result<Vec<Prepared>> {
        let models = registry::select(&self.models)?.into_iter();
        let models = models.filter(|model| scripts::has(model.name) || !self.models.is_empty());
        models
            .map(|model| {
                ensure!(
                    scripts::has(model.name),
                    "{} has no peers: benches/peers has not got it in Python",
                    model.name
                );
                let network = model.network()?;
                let training = &network.training;
                let split = dataset.training_split(training.validation_split);
                let rows = self.plan.profile.images(split).min(dataset.train.len());
                let seed = training.seed.unwrap_or(self.plan.seed);
                let data = room.join(model.name);
                fs::create_dir(&data)?;
                dataset.write(&data, rows, PREDICTIONS)?;
                let order = order(rows, seed, 0, training.shuffle);
                let bytes: Vec<u8> = order.into_iter().flat_map(i64::to_le_bytes).collect();
                fs::write(data.join("order.i64"), bytes)?;
                Ok(Prepared {
                    model: model.name.to_owned(),
                    data,
                    seed,
                    batch_size: training.batch_size as usize,
                })
            })
            .collect()
    }

    /// The entrants of a round that were proven the same, in an order of its own.
    fn round(&self, evidence: &Evidence, round: u64) -> Vec<Entrant> {
        let proven = evidence.proofs.iter().filter(|proof| proof.same);
        let mut entrants: Vec<Entrant> = proven.map(|proof| proof.entrant.clone()).collect();
        entrants.shuffle(&mut ChaCha8Rng::seed_from_u64(
            self.seed.wrapping_add(round),
        ));
        entrants
    }

    /// One process.
    fn measure(
        &self,
        round: u64,
        entrant: Entrant,
        prepared: &[Prepared],
        scripts: &Scripts,
    ) -> Process {
        let start = Instant::now();
        let mut reached = [None, None];
        let outcome = self.contest(&entrant, prepared, scripts, &mut |milestone| {
            reached[milestone as usize] = Some(start.elapsed().as_secs_f64());
        });
        let [imported, first_batch] = reached;
        let (figures, failed) = match outcome {
            Ok(figures) => (Some(figures), None),
            Err(error) => (None, Some(format!("{error:#}"))),
        };
        Process {
            round: round as usize,
            entrant,
            imported,
            first_batch,
            seconds: start.elapsed().as_secs_f64(),
            figures,
            failed,
        }
    }

    fn contest(
        &self,
        entrant: &Entrant,
        prepared: &[Prepared],
        scripts: &Scripts,
        reached: &mut dyn FnMut(Milestone),
    ) -> Result<Figures> {
        let prepared = prepared
            .iter()
            .find(|prepared| prepared.model == entrant.model)
            .context("the model was prepared")?;
        let task = Task::Contest(Contest {
            model: entrant.model.clone(),
            program: entrant.contestant,
            seed: prepared.seed,
            batch_size: prepared.batch_size,
            weights: None,
            effort: self.effort,
        });
        let program = match entrant.contestant {
            Contestant::Generated | Contestant::Handwritten | Contestant::Usual => {
                Program::of(Worker {
                    backend: entrant.backend,
                    memory: false,
                })?
            }
            _ => scripts.program(entrant.backend),
        };
        let program = program.with_data(prepared.data.clone());
        let mut replies = program.run_all(&self.plan, vec![task], |event| {
            if let Event::Milestone(milestone) = event {
                reached(*milestone);
            }
        })?;
        match replies.pop().context("one task has one reply")?? {
            Reply::Contest(figures) => Ok(figures),
            _ => anyhow::bail!("it gave another answer than figures"),
        }
    }
}

/// What a process of an entrant took the last time.
fn expected(evidence: &Evidence, entrant: &Entrant) -> Duration {
    let mut before = evidence.processes.iter().rev();
    before
        .find(|process| process.entrant == *entrant)
        .map_or(Duration::ZERO, |process| {
            Duration::from_secs_f64(process.seconds)
        })
}
