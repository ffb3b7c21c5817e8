//! `neural-bench verify`: is everything there, and is every network the same in all its programs?

use std::collections::HashMap;
use std::fmt;

use crate::backend::{Backend, Variant};
use crate::plan::Plan;
use crate::registry::{MODELS, Model};
use crate::sameness::{self, ADAM_TOLERANCE, SGD_TOLERANCE, STEPS, Trace};
use crate::subject::Side;
use crate::worker::{Event, Reply, Task, Worker, available};
use crate::{Result, worker};

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

/// What the tasks of a model on a backend gave.
type Replies = HashMap<Question, Result<Reply, String>>;

/// A task of the verification, without its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Question {
    Build,
    Sameness,
    Trace(Side, Variant),
    FromSeed(Side),
}

/// The variants that are compared across backends, and how close their losses must be.
const ACROSS: [(Variant, &str, f64); 2] = [
    (Variant::WithoutDropoutSgd, "SGD", SGD_TOLERANCE),
    (
        Variant::WithoutDropout,
        "the network's optimiser",
        ADAM_TOLERANCE,
    ),
];

/// Looks at everything and tells each thing as it is found. True where nothing failed.
pub fn verify(plan: &Plan, mut tell: impl FnMut(&Check)) -> bool {
    let mut all = true;
    let mut tell = |subject: String, outcome: Result<String, String>| {
        all &= outcome.is_ok();
        tell(&Check { subject, outcome });
    };
    let backends: Vec<Backend> = Backend::ALL
        .into_iter()
        .filter(|&backend| match available(backend) {
            true => library(plan, backend, &mut tell),
            false => {
                tell(
                    backend.to_string(),
                    Ok(format!("left out: this build has no feature `{backend}`")),
                );
                false
            }
        })
        .collect();
    if MODELS.is_empty() {
        tell(
            "dsl/".to_owned(),
            Err("it holds no .neural file".to_owned()),
        );
    }
    for model in MODELS {
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

/// The programs of a model: built, the same within each backend, and across backends.
pub(crate) fn programs(
    plan: &Plan,
    model: &Model,
    backends: &[Backend],
    tell: &mut impl FnMut(String, Result<String, String>),
) {
    let parameters = model.network().map(|network| network.parameter_count());
    let mut traces = HashMap::new();
    for &backend in backends {
        let name = format!("{}/{backend}", model.name);
        let mut questions = vec![Question::Build, Question::Sameness];
        for side in Side::ALL {
            questions.push(Question::FromSeed(side));
            questions.extend(ACROSS.map(|(variant, ..)| Question::Trace(side, variant)));
        }
        let first = ask(plan, model, backend, &questions);
        let again = Side::ALL.map(Question::FromSeed);
        let second = ask(plan, model, backend, &again);
        let built = match reply(&first, Question::Build) {
            Ok(Reply::Built { dsl, handwritten }) => {
                tell(
                    format!("{name} is built"),
                    counts(*dsl, *handwritten, parameters.as_ref().ok().copied()),
                );
                Some(handwritten.is_some())
            }
            other => {
                tell(format!("{name} is built"), Err(unexpected(other)));
                None
            }
        };
        let Some(twin) = built else { continue };
        match reply(&first, Question::Sameness) {
            Ok(Reply::Sameness(Some(sameness))) => tell(
                format!("{name}, generated against hand-written"),
                if sameness.same {
                    Ok(sameness.detail.clone())
                } else {
                    Err(sameness.detail.clone())
                },
            ),
            Ok(Reply::Sameness(None)) => tell(
                format!("{name}, generated against hand-written"),
                Ok("there is no twin".to_owned()),
            ),
            other => tell(
                format!("{name}, generated against hand-written"),
                Err(unexpected(other)),
            ),
        }
        if twin {
            let [dsl, handwritten] = Side::ALL.map(Question::FromSeed);
            tell(
                format!("{name}, generated against hand-written from one seed"),
                equal(reply(&first, dsl), reply(&first, handwritten)),
            );
        }
        for side in Side::ALL {
            if side == Side::Handwritten && !twin {
                continue;
            }
            let question = Question::FromSeed(side);
            tell(
                format!("{name}/{side}, two processes with one seed"),
                equal(reply(&first, question), reply(&second, question)),
            );
            for (variant, ..) in ACROSS {
                if let Ok(Reply::Trace(trace)) = reply(&first, Question::Trace(side, variant)) {
                    traces.insert((backend, side, variant), trace.clone());
                }
            }
        }
    }
    if backends.len() == Backend::ALL.len() {
        across(model, &traces, tell);
    }
}

/// Generated against generated and hand-written against hand-written on the two backends.
fn across(
    model: &Model,
    traces: &HashMap<(Backend, Side, Variant), Trace>,
    tell: &mut impl FnMut(String, Result<String, String>),
) {
    for side in Side::ALL {
        for (variant, optimizer, tolerance) in ACROSS {
            let of = |backend| traces.get(&(backend, side, variant));
            let outcome = match (of(Backend::Torch), of(Backend::Tensorflow)) {
                (Some(torch), Some(tensorflow)) => sameness::close(torch, tensorflow, tolerance)
                    .map(|difference| {
                        format!(
                            "{STEPS} losses differ by {difference:.1e} at most, \
                             {tolerance:.0e} is allowed"
                        )
                    }),
                // What is missing was told where it failed, or there is no twin.
                _ => continue,
            };
            tell(
                format!(
                    "{}/{side}, torch against tensorflow with {optimizer}",
                    model.name
                ),
                outcome,
            );
        }
    }
}

/// Whether the programs have as many parameters as the network.
fn counts(dsl: usize, handwritten: Option<usize>, network: Option<u64>) -> Result<String, String> {
    let text = match handwritten {
        Some(handwritten) => format!("{dsl} parameters generated, {handwritten} hand-written"),
        None => format!("{dsl} parameters generated, no hand-written twin"),
    };
    let all_equal = network == Some(dsl as u64) && handwritten.is_none_or(|count| count == dsl);
    if all_equal {
        Ok(text)
    } else {
        Err(format!(
            "{text}, {} in the network",
            network.unwrap_or_default()
        ))
    }
}

/// Has a fresh worker answer.
fn ask(plan: &Plan, model: &Model, backend: Backend, questions: &[Question]) -> Replies {
    let task = |question: &Question| {
        let model = model.name.to_owned();
        match *question {
            Question::Build => Task::Build { model },
            Question::Sameness => Task::Sameness { model },
            Question::Trace(side, variant) => Task::Trace {
                model,
                side,
                variant,
            },
            Question::FromSeed(side) => Task::TraceFromSeed { model, side },
        }
    };
    let worker = worker::Worker {
        backend,
        memory: false,
    };
    match worker.run_all(plan, questions.iter().map(task).collect(), |_| ()) {
        Ok(replies) => questions
            .iter()
            .copied()
            .zip(replies)
            .map(|(question, reply)| (question, reply.map_err(|error| format!("{error:#}"))))
            .collect(),
        Err(error) => questions
            .iter()
            .map(|&question| (question, Err(format!("{error:#}"))))
            .collect(),
    }
}

fn reply(replies: &Replies, question: Question) -> Result<&Reply, &str> {
    match &replies[&question] {
        Ok(reply) => Ok(reply),
        Err(error) => Err(error),
    }
}

/// Whether two traces are the same.
fn equal(one: Result<&Reply, &str>, other: Result<&Reply, &str>) -> Result<String, String> {
    match (one, other) {
        (Ok(Reply::Trace(one)), Ok(Reply::Trace(other))) => {
            sameness::equal(one, other).map(|()| format!("{STEPS} steps are equal to the last bit"))
        }
        (Ok(Reply::Trace(_)), reply) | (reply, _) => Err(unexpected(reply)),
    }
}

fn unexpected(reply: Result<&Reply, &str>) -> String {
    match reply {
        Ok(_) => "the worker answered something else".to_owned(),
        Err(error) => error.to_owned(),
    }
}
