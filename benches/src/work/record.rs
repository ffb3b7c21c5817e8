//! Having a worker do the work aloud.

use std::process::Command;

use anyhow::ensure;

use super::Work;
use super::transcript::phases;
use crate::Result;
use crate::backend::Backend;
use crate::plan::Plan;
use crate::subject::Side;
use crate::worker::{Task, Worker};

/// What makes the libraries speak.
const ALOUD: [(&str, &str); 4] = [
    ("ONEDNN_VERBOSE", "profile_exec"),
    ("MKL_VERBOSE", "1"),
    // Below this level nothing is written at all, and only the executor is to write more.
    ("TF_CPP_MIN_LOG_LEVEL", "0"),
    ("TF_CPP_VMODULE", "executor=1"),
];

/// What a user may have set that would change the lines, or drown them.
const SILENT: [&str; 5] = [
    "DNNL_VERBOSE",
    "ONEDNN_VERBOSE_TIMESTAMP",
    "DNNL_VERBOSE_TIMESTAMP",
    "MKL_VERBOSE_OUTPUT_FILE",
    "TF_CPP_MAX_VLOG_LEVEL",
];

/// What libtorch writes to standard error, once for each operator, where the observer fails.
const OBSERVER_FAILED: &str = "Exception in RecordFunction callback";

/// What a side of a model executes, in a fresh process in which nothing is timed.
///
/// # Errors
/// Where the worker cannot start, there is no such model or side, or the program fails; or where the
/// library did not say what it executed in some phase.
pub fn record(plan: &Plan, backend: Backend, model: &str, side: Side) -> Result<Work> {
    let worker = Worker {
        backend,
        memory: false,
    };
    let task = Task::Work {
        model: model.to_owned(),
        side,
    };
    let transcript = worker.transcript(plan, task, |command: &mut Command| {
        command.envs(ALOUD);
        for name in SILENT {
            command.env_remove(name);
        }
    })?;
    ensure!(
        !transcript.errors.contains(OBSERVER_FAILED),
        "libtorch's operators cannot be observed: {}",
        transcript
            .errors
            .lines()
            .find(|line| line.contains(OBSERVER_FAILED))
            .unwrap_or_default()
    );
    let work = phases(&transcript);
    // A log that another version of the library words differently must not pass for equal work.
    for phase in &work.phases {
        let spoke = phase
            .layers
            .iter()
            .any(|layer| layer.source.as_str() == backend.as_str());
        ensure!(
            spoke,
            "{backend} does not say what it executes in the phase `{}`",
            phase.name
        );
    }
    Ok(work)
}
