//! The run: round after round, each model on each library in a fresh process.

use std::fs;
use std::path::Path;

use neural_statistics::shuffle;

use super::{Evidence, Process, SCHEMA};
use crate::backend::Backend;
use crate::plan::Plan;
use crate::quiet::Quiet;
use crate::worker::{Reply, Task, Worker};
use crate::{Result, environment, registry};

/// What is to be measured.
#[derive(Debug, Clone)]
pub struct Run {
    /// What every process is told.
    pub plan: Plan,
    /// Names of models; all where there are none.
    pub models: Vec<String>,
    /// Libraries.
    pub backends: Vec<Backend>,
    /// Processes for each model and library.
    pub rounds: usize,
}

impl Run {
    /// Measures, and keeps everything in a folder, process by process. `tell` is told what goes on.
    ///
    /// # Errors
    /// Where there is no such model, or the folder cannot be written.
    pub fn run(&self, folder: &Path, tell: &mut dyn FnMut(&str)) -> Result<Evidence> {
        let models = registry::select(&self.models)?;
        fs::create_dir_all(folder)?;
        let mut evidence = Evidence {
            schema: SCHEMA.to_owned(),
            environment: environment::read(),
            plan: (&self.plan).into(),
            processes: Vec::new(),
        };
        for round in 1..=self.rounds {
            let mut cells: Vec<_> = models
                .iter()
                .flat_map(|model| self.backends.iter().map(|&backend| (model.name, backend)))
                .collect();
            shuffle(
                self.plan.seed.cast_unsigned().wrapping_add(round as u64),
                &mut cells,
            );
            for (model, backend) in cells {
                tell(&format!(
                    "round {round} of {}: {model}/{backend}",
                    self.rounds
                ));
                let _quiet = Quiet::wait()?;
                let process = self.process(model, backend);
                if let Some(error) = &process.failed {
                    tell(&format!("FAILED {model}/{backend}: {error}"));
                }
                evidence.processes.push(process);
                evidence.write(folder)?;
            }
        }
        Ok(evidence)
    }

    fn process(&self, model: &str, backend: Backend) -> Process {
        let worker = Worker {
            backend,
            memory: false,
        };
        let task = Task::Limits {
            model: model.to_owned(),
        };
        let (limits, failed) = match worker.run(&self.plan, task, |_| ()) {
            Ok(Reply::Limits(limits)) => (Some(limits), None),
            Ok(_) => (None, Some("the worker answered something else".to_owned())),
            Err(error) => (None, Some(format!("{error:#}"))),
        };
        Process {
            model: model.to_owned(),
            backend,
            limits,
            failed,
        }
    }
}
