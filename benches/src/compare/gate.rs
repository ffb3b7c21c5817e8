//! The gate before a comparison: nothing is timed before it is shown to be the same.

use std::path::Path;

use crate::Result;
use crate::backend::{Backend, Variant};
use crate::evidence::{Check, Gate};
use crate::plan::Plan;
use crate::registry::Model;
use crate::sameness::{self, STEPS, Trace};
use crate::subject::Side;
use crate::verify;
use crate::worker::{Program, Reply, Task, Worker};

/// What [`verify`] finds of a model on each of these backends. What it finds of both backends together
/// counts for each.
pub(super) fn gates(plan: &Plan, model: &Model, backends: &[Backend]) -> Vec<Gate> {
    let mut gates: Vec<Gate> = (backends.iter())
        .map(|&backend| Gate {
            model: model.name.to_owned(),
            backend,
            checks: Vec::new(),
        })
        .collect();
    let mut tell = |subject: String, outcome: Result<String, String>| {
        let of = |backend: Backend| format!("{}/{backend}", model.name);
        let mine = |backend| {
            let rest = subject.strip_prefix(of(backend).as_str());
            rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        };
        let shared = !Backend::ALL.into_iter().any(mine);
        for gate in gates.iter_mut().filter(|gate| shared || mine(gate.backend)) {
            gate.checks.push(Check {
                subject: subject.clone(),
                passed: outcome.is_ok(),
                detail: outcome.clone().unwrap_or_else(|error| error),
            });
        }
    };
    if verify::language(model, &mut tell) {
        verify::programs(plan, model, backends, &mut tell);
    }
    for gate in &mut gates {
        // A network without a twin is not wrong, but there is nothing to compare it with.
        let twin = gate
            .checks
            .iter()
            .any(|check| check.detail.contains("there is no twin"));
        if twin {
            gate.checks.push(Check {
                subject: "a hand-written twin".to_owned(),
                passed: false,
                detail: "there is none to compare with; docs/methodology.md says how to write one"
                    .to_owned(),
            });
        }
    }
    gates
}

/// Whether the generated programs of two builds are the same network: a newer compiler may write another
/// form of it.
pub(super) fn builds(
    plan: &Plan,
    model: &Model,
    backend: Backend,
    folder: &Path,
    revision: &str,
) -> Check {
    let worker = Worker {
        backend,
        memory: false,
    };
    // With dropout and without: a build that leaves it out is another network.
    let variants = [Variant::AsWritten, Variant::WithoutDropout];
    let traces = |program: &Program| -> Result<Vec<Trace>> {
        let tasks = variants.map(|variant| Task::Trace {
            model: model.name.to_owned(),
            side: Side::Dsl,
            variant,
        });
        let replies = program.run_all(plan, tasks.to_vec(), |_| ())?;
        let traces = replies.into_iter().map(|reply| match reply? {
            Reply::Trace(trace) => Ok(trace),
            _ => anyhow::bail!("the worker answered something else"),
        });
        traces.collect()
    };
    let compared = || -> Result<Result<String, String>> {
        let now = traces(&Program::of(worker)?)?;
        let then = traces(&Program::of_other_build(worker, folder))?;
        let pairs = || now.iter().zip(&then);
        if pairs().all(|(now, then)| sameness::equal(now, then).is_ok()) {
            return Ok(Ok(format!("{STEPS} steps are equal to the last bit")));
        }
        Ok(sameness::close_forms(
            [&now[0], &now[1]],
            [&then[0], &then[1]],
        ))
    };
    let outcome = match compared() {
        Ok(outcome) => outcome,
        Err(error) => Err(format!("{error:#}")),
    };
    Check {
        subject: format!("{}/{backend}, this build against {revision}", model.name),
        passed: outcome.is_ok(),
        detail: outcome.unwrap_or_else(|error| error),
    }
}
