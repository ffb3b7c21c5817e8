//! The side of `neural-bench`.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context, anyhow, bail};

use super::locate::locate;
use super::protocol::{Event, Reply, Request, Task};
use crate::Result;
use crate::backend::Backend;
use crate::plan::Plan;

/// Lines of a worker's standard error that are kept for its obituary.
const LAST_WORDS: usize = 12;

/// How long a worker may say nothing before it is taken to hang. The longest silence of a sound one is an epoch of a large
/// network over all images.
const SILENCE: Duration = Duration::from_secs(30 * 60);

/// Which worker executable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worker {
    /// Its backend.
    pub backend: Backend,
    /// Whether it counts memory. Such a worker times nothing.
    pub memory: bool,
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
        on_event: impl FnMut(&Event),
    ) -> Result<Vec<Result<Reply>>> {
        Program::of(self)?.run_all(plan, tasks, on_event)
    }
}

/// The executable of a worker: of this build, or of another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    path: PathBuf,
    /// A script that the executable runs.
    script: Option<PathBuf>,
    /// A folder of data, in place of the data set.
    data: Option<PathBuf>,
}

impl Program {
    /// The worker of this build.
    ///
    /// # Errors
    /// Where it is not there and cannot be built.
    pub fn of(worker: Worker) -> Result<Self> {
        locate(worker).map(Self::at)
    }

    fn at(path: PathBuf) -> Self {
        Self {
            path,
            script: None,
            data: None,
        }
    }

    /// A script that speaks as a worker does, and what runs it.
    pub fn of_script(interpreter: PathBuf, script: PathBuf) -> Self {
        Self {
            script: Some(script),
            ..Self::at(interpreter)
        }
    }

    /// With a folder that [`Dataset::write`](crate::dataset::Dataset::write) made, in place of the data set.
    pub fn with_data(self, folder: PathBuf) -> Self {
        Self {
            data: Some(folder),
            ..self
        }
    }

    /// The worker of another build, whose executables lie in this folder.
    pub fn of_other_build(worker: Worker, folder: &Path) -> Self {
        Self::at(folder.join(worker.executable()))
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// As [`Worker::run_all`].
    ///
    /// # Errors
    /// As [`Worker::run_all`].
    pub fn run_all(
        &self,
        plan: &Plan,
        tasks: Vec<Task>,
        mut on_event: impl FnMut(&Event),
    ) -> Result<Vec<Result<Reply>>> {
        let count = tasks.len();
        let mut running = self.start(plan, tasks)?;
        let mut replies = Vec::with_capacity(count);
        while let Some(event) = running.next_event()? {
            on_event(&event);
            match event {
                Event::Done(reply) => replies.push(Ok(reply)),
                Event::Failed(error) => replies.push(Err(anyhow!(error))),
                Event::Started { .. }
                | Event::Synthetic(_)
                | Event::Milestone(_)
                | Event::Epoch(_)
                | Event::Ready
                | Event::Timed(_) => {}
            }
        }
        let obituary = running.end()?;
        if replies.len() < count {
            if replies.is_empty() {
                bail!(obituary);
            }
            replies.resize_with(count, || Err(anyhow!(obituary.clone())));
        }
        Ok(replies)
    }

    /// Starts a fresh process whose events are read.
    pub(super) fn start(&self, plan: &Plan, tasks: Vec<Task>) -> Result<Running> {
        let mut child = self.spawn(plan, tasks, |_| ())?;
        let errors = child.stderr.take().context("standard error is piped")?;
        let output = BufReader::new(child.stdout.take().context("standard output is piped")?);
        let (said, events) = mpsc::channel();
        thread::spawn(move || {
            for event in events_of(output) {
                // Whoever does not listen any more has ended the process.
                if said.send(event).is_err() {
                    break;
                }
            }
        });
        let name = self.path.file_name().unwrap_or_default();
        Ok(Running {
            name: name.to_string_lossy().into_owned(),
            // A worker lives as long as its standard input is open; `wait` would close it too early.
            input: child.stdin.take(),
            events,
            last_words: thread::spawn(move || last_lines(BufReader::new(errors))),
            child,
        })
    }

    /// Starts a fresh process for some tasks, with pipes for all that it says. `prepare` may change its
    /// environment.
    pub(super) fn spawn(
        &self,
        plan: &Plan,
        tasks: Vec<Task>,
        prepare: impl FnOnce(&mut Command),
    ) -> Result<Child> {
        let request = serde_json::to_string(&Request {
            plan: plan.clone(),
            tasks,
            data: self.data.clone(),
        })?;
        let mut command = Command::new(&self.path);
        command
            .args(&self.script)
            .arg(request)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // Of a script, whose libraries are to be those of its own Python.
            .env_remove("PYTHONPATH");
        prepare(&mut command);
        command
            .spawn()
            .with_context(|| format!("cannot start {}", self.path.display()))
    }
}

/// A worker that was started.
pub(super) struct Running {
    name: String,
    child: Child,
    input: Option<ChildStdin>,
    events: Receiver<io::Result<Event>>,
    last_words: JoinHandle<String>,
}

impl Running {
    /// The next thing that it says; none where it says nothing more.
    pub(super) fn next_event(&mut self) -> Result<Option<Event>> {
        self.next_event_within(SILENCE)
    }

    fn next_event_within(&mut self, limit: Duration) -> Result<Option<Event>> {
        match self.events.recv_timeout(limit) {
            Ok(event) => Ok(Some(event?)),
            Err(RecvTimeoutError::Disconnected) => Ok(None),
            Err(RecvTimeoutError::Timeout) => {
                self.child.kill()?;
                self.child.wait()?;
                let minutes = limit.as_secs_f64() / 60.0;
                bail!(
                    "{} was ended: it said nothing for {minutes:.0} min",
                    self.name
                );
            }
        }
    }

    /// Writes it a line.
    pub(super) fn tell(&mut self, line: &str) -> Result<()> {
        let input = self
            .input
            .as_mut()
            .context("its standard input is closed")?;
        writeln!(input, "{line}")?;
        Ok(input.flush()?)
    }

    /// Lets it end on its own, and gives its last words.
    pub(super) fn end(mut self) -> Result<String> {
        let status = self.child.wait()?;
        drop(self.input);
        let last_words = self.last_words.join().unwrap_or_default();
        Ok(match last_words.as_str() {
            "" => format!("{} ended with {status}", self.name),
            words if words.contains("error while loading shared libraries") => {
                format!("{words}; `cargo build` brings back what is missing")
            }
            words => words.to_owned(),
        })
    }

    /// Ends it.
    pub(super) fn dismiss(mut self) -> Result<()> {
        drop(self.input.take());
        let _ = self.child.kill();
        self.child.wait()?;
        Ok(())
    }
}

/// The events that a stream has, line by line.
fn events_of(stream: impl BufRead) -> impl Iterator<Item = io::Result<Event>> {
    // Libraries may print lines of their own; those are not events.
    let event = |line: io::Result<Vec<u8>>| match line {
        Ok(line) => serde_json::from_slice(&line).ok().map(Ok),
        Err(error) => Some(Err(error)),
    };
    stream.split(b'\n').filter_map(event)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Running {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("hanging.sh");
        std::fs::write(&path, script).expect("a script can be written");
        let program = Program::of_script("/bin/sh".into(), path);
        let mut running = (program.start(&Plan::default(), Vec::new())).expect("there is a shell");
        // The shell reads its script before the folder goes.
        running.next_event().expect("it says something");
        running
    }

    const READY: &str = "echo '\"ready\"'\n";

    #[test]
    fn a_worker_that_says_nothing_is_ended() {
        let mut running = shell(&format!("{READY}exec sleep 1000"));
        let error = running
            .next_event_within(Duration::from_millis(50))
            .expect_err("it says nothing");
        assert!(error.to_string().contains("it said nothing for"), "{error}");
        assert!(running.child.try_wait().expect("it can be asked").is_some());
    }

    #[test]
    fn the_end_of_what_a_worker_says_is_no_silence() {
        let mut running = shell(READY);
        assert!(running.next_event().expect("it ended").is_none());
    }
}
