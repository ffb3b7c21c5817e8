//! That the contestants train the same network.

use std::path::{Path, PathBuf};

use anyhow::bail;

use super::scripts::Scripts;
use super::{Contest, Contestant, Effort, Entrant, Proof};
use crate::Result;
use crate::backend::{Backend, Variant};
use crate::plan::Plan;
use crate::sameness::{STEPS, close_losses};
use crate::subject::Side;
use crate::worker::{Reply, Task, Worker};

/// The greatest relative difference that ten losses may have from the generated program's.
pub const TOLERANCE: f64 = 1e-3;

/// A model with its data.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) model: String,
    /// The folder of the data.
    pub(super) data: PathBuf,
    pub(super) seed: i64,
    pub(super) batch_size: usize,
}

/// Compares every contestant on a library with the generated program there.
pub(super) fn prove(
    plan: &Plan,
    prepared: &Prepared,
    backend: Backend,
    scripts: &Scripts,
) -> Vec<Proof> {
    let worker = Worker {
        backend,
        memory: false,
    };
    let generated = losses_of_generated(plan, worker, prepared);
    let contestants = Contestant::on(backend).into_iter();
    contestants
        .filter_map(|contestant| {
            let outcome = match (&generated, contestant) {
                (Err(error), _) => Err(format!("{error:#}")),
                (Ok(_), Contestant::Generated) => {
                    Ok("what the others are compared with".to_owned())
                }
                (Ok(_), Contestant::Handwritten | Contestant::Usual) => {
                    gate(plan, worker, &prepared.model, contestant)?
                }
                (Ok((losses, weights)), _) => {
                    peer(plan, prepared, contestant, backend, scripts, weights)
                        .map_err(|error| format!("{error:#}"))
                        .and_then(|theirs| close_losses(losses, &theirs, TOLERANCE))
                        .map(|difference| {
                            format!("{STEPS} losses differ by {difference:.1e} at most")
                        })
                }
            };
            Some(Proof {
                entrant: Entrant {
                    model: prepared.model.clone(),
                    backend,
                    contestant,
                },
                same: outcome.is_ok(),
                detail: outcome.unwrap_or_else(|difference| difference),
            })
        })
        .collect()
}

/// The losses of the generated program without dropout, and the file of the weights that it began with.
fn losses_of_generated(
    plan: &Plan,
    worker: Worker,
    prepared: &Prepared,
) -> Result<(Vec<f32>, PathBuf)> {
    let model = prepared.model.clone();
    let tasks = vec![
        Task::Trace {
            model: model.clone(),
            side: Side::Dsl,
            variant: Variant::WithoutDropout,
        },
        Task::InitialWeights { model },
    ];
    let replies: Result<Vec<Reply>> = worker.run_all(plan, tasks, |_| ())?.into_iter().collect();
    let replies = replies?;
    let [Reply::Trace(trace), Reply::Weights(weights)] = replies.as_slice() else {
        bail!("the worker gave another answer than losses and weights");
    };
    let file = prepared
        .data
        .join(format!("weights-{}.json", worker.backend));
    std::fs::write(&file, serde_json::to_vec(weights)?)?;
    Ok((trace.losses.clone(), file))
}

/// Programs in Rust are held to more than tolerances: see [`gate()`](crate::sameness::gate()). None of a
/// usual program that is the twin itself.
fn gate(
    plan: &Plan,
    worker: Worker,
    model: &str,
    contestant: Contestant,
) -> Option<Result<String, String>> {
    let task = Task::Sameness {
        model: model.to_owned(),
    };
    let (sides, sameness) = match worker.run(plan, task, |_| ()) {
        Ok(Reply::Sameness { sides, sameness }) => (sides, sameness),
        Ok(_) => return Some(Err("the worker answered something else".to_owned())),
        Err(error) => return Some(Err(format!("{error:#}"))),
    };
    let here = contestant.side().is_some_and(|side| sides.contains(&side));
    match sameness {
        _ if !here && contestant == Contestant::Usual => None,
        Some(sameness) if sameness.same => Some(Ok(sameness.detail)),
        Some(sameness) => Some(Err(sameness.detail)),
        None => Some(Err("there is no twin".to_owned())),
    }
}

/// A peer's losses from the same weights.
fn peer(
    plan: &Plan,
    prepared: &Prepared,
    contestant: Contestant,
    backend: Backend,
    scripts: &Scripts,
    weights: &Path,
) -> Result<Vec<f32>> {
    let task = Task::Contest(Contest {
        model: prepared.model.clone(),
        program: contestant,
        seed: prepared.seed,
        batch_size: prepared.batch_size,
        weights: Some(weights.to_path_buf()),
        effort: Effort {
            steps: STEPS,
            ..Effort::default()
        },
    });
    let program = scripts.program(backend).with_data(prepared.data.clone());
    let mut replies = program.run_all(plan, vec![task], |_| ())?;
    match replies.pop() {
        Some(Ok(Reply::Losses(losses))) => Ok(losses),
        Some(Ok(_)) | None => bail!("it gave another answer than losses"),
        Some(Err(error)) => Err(error),
    }
}
