//! The side of `neural-bench`.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context, anyhow, bail};

use super::locate::locate;
use super::protocol::{Event, Reply, Request, Task};
use crate::Result;
use crate::backend::Backend;
use crate::plan::Plan;

/// Lines of a worker's standard error that are kept for its obituary.
const LAST_WORDS: usize = 12;

/// Which worker executable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worker {
    /// Its backend.
    pub backend: Backend,
    /// Whether it counts memory. Such a worker times nothing.
    pub memory: bool,
}

/// Whether this build has workers for a backend.
pub fn available(backend: Backend) -> bool {
    match backend {
        Backend::Torch => cfg!(feature = "torch"),
        Backend::Tensorflow => cfg!(feature = "tensorflow"),
    }
}

impl Worker {
    /// The name of the executable.
    pub fn executable(self) -> String {
        let memory = if self.memory { "-memory" } else { "" };
        format!("neural-bench-{}{memory}", self.backend)
    }

    /// Starts a fresh process for one task and waits for its reply. Everything that it says on the
    /// way is handed to `on_event`.
    ///
    /// # Errors
    /// Where the worker cannot start, fails, or dies.
    pub fn run(self, plan: &Plan, task: Task, on_event: impl FnMut(&Event)) -> Result<Reply> {
        let mut replies = self.run_all(plan, vec![task], on_event)?;
        replies.pop().context("one task has one reply")?
    }

    /// Starts a fresh process for some tasks and waits for its replies, one to each task, in order.
    ///
    /// # Errors
    /// Where the worker cannot start, or dies before the first reply; its last words are in the
    /// message. Where it dies later, the tasks that are left have that for their replies.
    pub fn run_all(
        self,
        plan: &Plan,
        tasks: Vec<Task>,
        mut on_event: impl FnMut(&Event),
    ) -> Result<Vec<Result<Reply>>> {
        let count = tasks.len();
        let mut child = self.start(plan, tasks, |_| ())?;
        // A worker lives as long as its standard input is open; `wait` would close it too early.
        let _lifeline = child.stdin.take();
        let errors = child.stderr.take().context("standard error is piped")?;
        let last_words = thread::spawn(move || last_lines(BufReader::new(errors)));
        let output = child.stdout.take().context("standard output is piped")?;
        let mut replies = Vec::with_capacity(count);
        for line in BufReader::new(output).split(b'\n') {
            // Libraries may print lines of their own; those are not events.
            if let Ok(event) = serde_json::from_slice::<Event>(&line?) {
                on_event(&event);
                match event {
                    Event::Done(reply) => replies.push(Ok(reply)),
                    Event::Failed(error) => replies.push(Err(anyhow!(error))),
                    Event::Started { .. } | Event::Synthetic(_) | Event::Epoch(_) => {}
                }
            }
        }
        let status = child.wait()?;
        let last_words = last_words.join().unwrap_or_default();
        if replies.len() < count {
            let obituary = match last_words.as_str() {
                "" => format!("{} ended with {status}", self.executable()),
                words if words.contains("error while loading shared libraries") => {
                    format!("{words}; `cargo build` brings back what is missing")
                }
                words => words.to_owned(),
            };
            if replies.is_empty() {
                bail!(obituary);
            }
            replies.resize_with(count, || Err(anyhow!(obituary.clone())));
        }
        Ok(replies)
    }

    /// Starts a fresh process for some tasks, with pipes for all that it says. `prepare` may change its
    /// environment.
    pub(super) fn start(
        self,
        plan: &Plan,
        tasks: Vec<Task>,
        prepare: impl FnOnce(&mut Command),
    ) -> Result<Child> {
        if !available(self.backend) {
            bail!(
                "this build has no {0}; build with the feature `{0}`",
                self.backend
            );
        }
        let path = locate(&self.executable())?;
        let request = serde_json::to_string(&Request {
            plan: plan.clone(),
            tasks,
        })?;
        let mut command = Command::new(&path);
        command
            .arg(request)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        prepare(&mut command);
        command
            .spawn()
            .with_context(|| format!("cannot start {}", path.display()))
    }
}

/// The last lines of a stream, read to its end.
pub(super) fn last_lines(stream: impl BufRead) -> String {
    let mut lines = VecDeque::with_capacity(LAST_WORDS);
    for line in stream.split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).into_owned();
        if lines.len() == LAST_WORDS {
            lines.pop_front();
        }
        lines.push_back(line);
    }
    Vec::from(lines).join("\n")
}
