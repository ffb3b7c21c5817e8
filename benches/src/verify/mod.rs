//! `neural-bench verify`: is everything there, and is every network the same in all its programs?

mod programs;

use std::fmt;

pub(crate) use programs::programs;

use crate::Result;
use crate::backend::Backend;
use crate::plan::Plan;
use crate::registry::{self, Model};
use crate::worker::{Event, Worker};

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at.
    pub subject: String,
    /// What was found, or what is wrong and what to do.
    pub outcome: Result<String, String>,
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, text) = match &self.outcome {
            Ok(found) => ("ok    ", found),
            Err(wrong) => ("FAILED", wrong),
        };
        let mut lines = text.lines();
        write!(
            f,
            "{word} {}: {}",
            self.subject,
            lines.next().unwrap_or_default()
        )?;
        lines.try_for_each(|line| write!(f, "\n       {line}"))
    }
}

/// Looks at everything and tells each thing as it is found. True where nothing failed.
pub fn verify(plan: &Plan, mut tell: impl FnMut(&Check)) -> bool {
    let mut all = true;
    let mut tell = |subject: String, outcome: Result<String, String>| {
        all &= outcome.is_ok();
        tell(&Check { subject, outcome });
    };
    let backends: Vec<Backend> = Backend::ALL
        .into_iter()
        .filter(|&backend| library(plan, backend, &mut tell))
        .collect();
    let models = match registry::models() {
        Ok(models) if !models.is_empty() => models,
        unusable => {
            let fault = match unusable {
                Ok(_) => "it holds no .neural file".to_owned(),
                Err(error) => format!("{error:#}"),
            };
            tell("dsl/".to_owned(), Err(fault));
            &[]
        }
    };
    for model in models {
        if language(model, &mut tell) {
            programs(plan, model, &backends, &mut tell);
        }
    }
    all
}

/// A library and the data set as a worker sees them.
fn library(
    plan: &Plan,
    backend: Backend,
    tell: &mut impl FnMut(String, Result<String, String>),
) -> bool {
    let mut started = None;
    let worker = Worker {
        backend,
        memory: false,
    };
    let outcome = worker.run_all(plan, Vec::new(), |event| {
        if let Event::Started { runtime, dataset } = event {
            started = Some((runtime.clone(), dataset.clone()));
        }
    });
    match (outcome, started) {
        (Ok(_), Some((runtime, dataset))) => {
            tell(
                backend.to_string(),
                Ok(format!(
                    "library {} is loaded, {} thread(s)",
                    runtime.version, runtime.threads
                )),
            );
            let note = dataset
                .note
                .map(|note| format!(" ({note})"))
                .unwrap_or_default();
            tell(
                format!("data set for {backend}"),
                Ok(format!(
                    "{}, SHA-256 {}{note}",
                    dataset.name, dataset.sha256
                )),
            );
            true
        }
        (outcome, _) => {
            let error = match outcome {
                Err(error) => format!("{error:#}"),
                Ok(_) => "the worker said nothing".to_owned(),
            };
            tell(backend.to_string(), Err(error));
            false
        }
    }
}

/// A file of `dsl/`, as far as the compiler goes.
pub(crate) fn language(
    model: &Model,
    tell: &mut impl FnMut(String, Result<String, String>),
) -> bool {
    let network = match model.network() {
        Ok(network) => network,
        Err(error) => {
            tell(format!("dsl/{}", model.file), Err(format!("{error:#}")));
            return false;
        }
    };
    tell(
        format!("dsl/{} `{}`", model.file, network.name),
        Ok(format!(
            "parses and checks: {} layers, {} parameters",
            network.nodes.len(),
            network.parameter_count()
        )),
    );
    for backend in Backend::ALL {
        let target = backend.target();
        let outcome = neural_dsl::generate(&network, model.file, target);
        tell(
            format!("{} for {target}", model.name),
            outcome
                .map(|program| format!("generates {} lines", program.lines().count()))
                .map_err(|diagnostics| neural_dsl::render(model.file, model.source, &diagnostics)),
        );
    }
    true
}
