//! All that a worker says, its libraries' own lines included.

use std::io::{BufReader, Cursor, Read};
use std::process::Command;
use std::thread;

use anyhow::{Context, anyhow, bail};

use super::client::{Program, Worker, last_lines};
use super::protocol::{Event, Task};
use crate::Result;
use crate::plan::Plan;

/// All that a worker said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcript {
    /// Its standard output: its events and what its libraries print.
    pub output: String,
    /// Its standard error.
    pub errors: String,
}

impl Worker {
    /// Starts a fresh process for one task, and gives all that it said when it was done. `prepare` may
    /// change the process' environment.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn transcript(
        self,
        plan: &Plan,
        task: Task,
        prepare: impl FnOnce(&mut Command),
    ) -> Result<Transcript> {
        let mut child = Program::of(self)?.spawn(plan, vec![task], prepare)?;
        // A worker lives as long as its standard input is open; `wait` would close it too early.
        let _lifeline = child.stdin.take();
        let errors = child.stderr.take().context("standard error is piped")?;
        let errors = thread::spawn(move || text(errors));
        let output = text(child.stdout.take().context("standard output is piped")?)?;
        let errors = errors
            .join()
            .map_err(|_| anyhow!("reading standard error failed"))??;
        let status = child.wait()?;
        let answer = output
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .find(|event| matches!(event, Event::Done(_) | Event::Failed(_)));
        match answer {
            Some(Event::Failed(error)) => bail!(error),
            Some(_) => Ok(Transcript { output, errors }),
            None => match last_lines(BufReader::new(Cursor::new(errors))).as_str() {
                "" => bail!("{} ended with {status}", self.executable()),
                words => bail!("{words}"),
            },
        }
    }
}

/// The whole of a stream; a byte that is no UTF-8 stands as the replacement character.
fn text(mut stream: impl Read) -> Result<String> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
