//! A worker that does what it is asked, one command after the other.

use std::time::Duration;

use anyhow::{bail, ensure};

use super::client::{Program, Running};
use super::protocol::{Event, Task};
use crate::Result;
use crate::compare::Command;
use crate::plan::Plan;
use crate::subject::Side;

/// A fresh process that holds one program of a model, so that two builds of the suite can be timed in
/// alternation.
pub struct Attendant(Running);

impl Attendant {
    /// Starts the process and waits until the program is built. What it says before goes to `on_event`.
    ///
    /// # Errors
    /// Where the worker cannot start, knows no such task, or fails.
    pub fn start(
        program: &Program,
        plan: &Plan,
        model: &str,
        side: Side,
        handicap: f64,
        mut on_event: impl FnMut(&Event),
    ) -> Result<Self> {
        let task = Task::Attend {
            model: model.to_owned(),
            side,
            handicap,
        };
        let mut running = program.start(plan, vec![task])?;
        loop {
            match running.next_event()? {
                Some(Event::Ready) => return Ok(Self(running)),
                Some(Event::Failed(error)) => bail!(error),
                Some(event) => on_event(&event),
                None => bail!("{}: {}", program.path().display(), running.end()?),
            }
        }
    }

    /// Has it do something, and returns how long the timed part of it took.
    ///
    /// # Errors
    /// Where it fails or dies.
    pub fn ask(&mut self, command: Command) -> Result<Duration> {
        self.0.tell(&serde_json::to_string(&command)?)?;
        match self.0.next_event()? {
            Some(Event::Timed(seconds)) => {
                ensure!(seconds >= 0.0, "it says that it took {seconds} seconds");
                Ok(Duration::try_from_secs_f64(seconds)?)
            }
            Some(Event::Failed(error)) => bail!(error),
            Some(other) => bail!("the worker said {other:?}"),
            None => bail!("the worker died"),
        }
    }

    /// Ends the process.
    ///
    /// # Errors
    /// Where it cannot be waited for.
    pub fn dismiss(self) -> Result<()> {
        self.0.dismiss()
    }
}
