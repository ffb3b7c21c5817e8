//! What is said between `neural-bench` and its workers.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::backend::{Runtime, Variant};
use crate::compare::Pairing;
use crate::evidence::Measured;
use crate::growth::Course;
use crate::limits::Limits;
use crate::peers::{Contest, Figures, Milestone};
use crate::plan::Plan;
use crate::program::Weights;
use crate::record::{Dataset, Epoch, Memory, Sameness, Side as SideRecord};
use crate::sameness::Trace;
use crate::subject::Side;

/// The first argument of a worker, as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The run's plan.
    pub plan: Plan,
    /// What to do, one after the other. Each is answered by one [`Event::Done`] or
    /// [`Event::Failed`].
    pub tasks: Vec<Task>,
    /// A folder that [`Dataset::write`](crate::dataset::Dataset::write) made, in place of the data set.
    #[serde(default)]
    pub data: Option<PathBuf>,
}

/// What a worker is to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Build both sides of a model.
    Build {
        /// The model's name.
        model: String,
    },
    /// Compare the sides of a model.
    Sameness {
        /// The model's name.
        model: String,
    },
    /// Trace a side from the initial weights that all backends are given.
    Trace {
        /// The model's name.
        model: String,
        /// Which side.
        side: Side,
        /// In which form.
        variant: Variant,
    },
    /// Trace a side from the initial weights that it draws itself.
    TraceFromSeed {
        /// The model's name.
        model: String,
        /// Which side.
        side: Side,
    },
    /// Build, train, evaluate and predict.
    Train {
        /// The model's name.
        model: String,
        /// Which side.
        side: Side,
    },
    /// Give the initial weights that all programs get, in this backend's layout.
    InitialWeights {
        /// The model's name.
        model: String,
    },
    /// Train beside the peers.
    Contest(Contest),
    /// Measure at several sizes.
    Growth(Course),
    /// Do what is measured while the libraries write down what they execute; see [`crate::work`].
    Work {
        /// The model's name.
        model: String,
        /// Which side.
        side: Side,
    },
    /// Build and train an epoch under the counting allocators; memory workers only.
    Memory {
        /// The model's name.
        model: String,
        /// Which side.
        side: Side,
        /// Bytes that are held from before building to the end: a known handicap.
        #[serde(default)]
        hold: u64,
    },
    /// Measure what a step takes and what the library does of the same shapes alone.
    Limits {
        /// The model's name.
        model: String,
    },
    /// Time a side against the twin in pairs.
    Pairs {
        /// The model's name.
        model: String,
        /// What is timed.
        pairing: Pairing,
    },
    /// Build a side, say [`Event::Ready`], and do what each line of the standard input asks, which is a
    /// [`Command`](crate::compare::Command) as JSON; each is answered by [`Event::Timed`]. Ends with the
    /// standard input.
    Attend {
        /// The model's name.
        model: String,
        /// Which side.
        side: Side,
        /// What it is handicapped by, as a share of its time.
        handicap: f64,
    },
}

/// What a worker says, one JSON object to a line of its standard output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The library is started and the data set loaded.
    Started {
        /// What the library says of itself.
        runtime: Runtime,
        /// The data set.
        dataset: Dataset,
    },
    /// The data set does not fit the network, so seeded data of its shapes takes its place; why.
    Synthetic(String),
    /// A contestant has reached something.
    Milestone(Milestone),
    /// An epoch of training is over.
    Epoch(Epoch),
    /// The program of [`Task::Attend`] is built.
    Ready,
    /// The seconds that a command of [`Task::Attend`] took.
    Timed(f64),
    /// A task is done.
    Done(Reply),
    /// A task failed.
    Failed(String),
}

/// What a task gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// To [`Task::Build`]: the number of trained numbers of each side that there is.
    Built {
        /// Of the generated program.
        dsl: usize,
        /// Of the twin.
        handwritten: Option<usize>,
    },
    /// To [`Task::Sameness`].
    Sameness {
        /// The sides that there are.
        sides: Vec<Side>,
        /// What was found; none without a twin.
        sameness: Option<Sameness>,
    },
    /// To [`Task::Trace`] and [`Task::TraceFromSeed`].
    Trace(Trace),
    /// To [`Task::Train`].
    Side(SideRecord),
    /// To [`Task::InitialWeights`].
    Weights(Vec<Weights>),
    /// To [`Task::Contest`].
    Contest(Figures),
    /// To a [`Task::Contest`] with weights.
    Losses(Vec<f32>),
    /// To [`Task::Growth`]: seconds of each point's calls, in the order of the points.
    Growth(Vec<Vec<f64>>),
    /// To [`Task::Work`]: what was executed stands in the lines around it.
    Worked,
    /// To [`Task::Memory`].
    Memory {
        /// What was counted.
        memory: Memory,
        /// Bytes that the held block takes, as the allocator rounds them; zero without one.
        held: u64,
    },
    /// To [`Task::Limits`].
    Limits(Limits),
    /// To [`Task::Pairs`].
    Pairs(Measured),
}
