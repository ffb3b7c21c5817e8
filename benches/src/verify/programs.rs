//! The programs of a model, within each backend and across them.

use std::collections::HashMap;

use neural_dsl::codegen::{Dtype, Options};

use crate::Result;
use crate::backend::{Backend, Variant};
use crate::plan::Plan;
use crate::registry::Model;
use crate::sameness::{
    self, ACROSS_REFERENCES_TOLERANCE, ADAM_TOLERANCE, OUTPUTS_TOLERANCE,
    REFERENCE_OPTIMIZER_TOLERANCE, REFERENCE_TOLERANCE, SGD_TOLERANCE, STEPS, Trace,
};
use crate::subject::Side;
use crate::worker::{Reply, Task, Worker};

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

/// The traces that were asked for with initial weights of the suite's.
type Traces = HashMap<(Backend, Side, Variant), Trace>;

/// A variant that is compared with others, and how close its losses must be.
struct Tolerance {
    /// In float32.
    variant: Variant,
    /// The same in float64.
    reference: Variant,
    /// What it is trained by.
    optimizer: &'static str,
    /// To the reference.
    rounding: f64,
    /// To the other backend.
    across: f64,
}

const TOLERANCES: [Tolerance; 2] = [
    Tolerance {
        variant: Variant::WithoutDropoutSgd,
        reference: Variant::Float64Sgd,
        optimizer: "SGD",
        rounding: REFERENCE_TOLERANCE,
        across: SGD_TOLERANCE,
    },
    Tolerance {
        variant: Variant::WithoutDropout,
        reference: Variant::Float64,
        optimizer: "the network's optimiser",
        rounding: REFERENCE_OPTIMIZER_TOLERANCE,
        across: ADAM_TOLERANCE,
    },
];

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
        for side in Side::PAIR {
            questions.push(Question::FromSeed(side));
            questions.extend(TOLERANCES.map(|it| Question::Trace(side, it.variant)));
        }
        let reference = reference(model, backend);
        if reference.is_ok() {
            questions.extend(TOLERANCES.map(|it| Question::Trace(Side::Dsl, it.reference)));
        }
        let first = ask(plan, model, backend, &questions);
        let again = Side::PAIR.map(Question::FromSeed);
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
            Ok(Reply::Sameness {
                sameness: Some(sameness),
                ..
            }) => tell(
                format!("{name}, generated against hand-written"),
                if sameness.same {
                    Ok(sameness.detail.clone())
                } else {
                    Err(sameness.detail.clone())
                },
            ),
            Ok(Reply::Sameness { sameness: None, .. }) => tell(
                format!("{name}, generated against hand-written"),
                Ok("there is no twin".to_owned()),
            ),
            other => tell(
                format!("{name}, generated against hand-written"),
                Err(unexpected(other)),
            ),
        }
        if twin {
            let [dsl, handwritten] = Side::PAIR.map(Question::FromSeed);
            tell(
                format!("{name}, generated against hand-written from one seed"),
                equal(reply(&first, dsl), reply(&first, handwritten)),
            );
        }
        for side in Side::PAIR {
            if side == Side::Handwritten && !twin {
                continue;
            }
            let question = Question::FromSeed(side);
            tell(
                format!("{name}/{side}, two processes with one seed"),
                equal(reply(&first, question), reply(&second, question)),
            );
            tell(
                format!("{name}/{side}, float32 against float64"),
                match &reference {
                    Ok(()) => rounding(&first, side),
                    Err(reason) => Ok(format!("left out: there is no reference\n{reason}")),
                },
            );
        }
        for (question, reply) in first {
            if let (Question::Trace(side, variant), Ok(Reply::Trace(trace))) = (question, reply) {
                traces.insert((backend, side, variant), trace);
            }
        }
    }
    if backends.len() == Backend::ALL.len() {
        across(model, &traces, tell);
    }
}

/// Generated against generated and hand-written against hand-written on the two backends.
fn across(model: &Model, traces: &Traces, tell: &mut impl FnMut(String, Result<String, String>)) {
    // What is missing was told where it failed, or there is no twin.
    let of = |side, variant| {
        let [torch, tensorflow] = [Backend::Torch, Backend::Tensorflow]
            .map(|backend| traces.get(&(backend, side, variant)));
        torch.zip(tensorflow)
    };
    if let Some((torch, tensorflow)) = of(Side::Dsl, Variant::Float64Sgd) {
        tell(
            format!("{}, float64 on torch against tensorflow", model.name),
            references(torch, tensorflow),
        );
    }
    for side in Side::PAIR {
        for it in TOLERANCES {
            let Some((torch, tensorflow)) = of(side, it.variant) else {
                continue;
            };
            tell(
                format!(
                    "{}/{side}, torch against tensorflow with {}",
                    model.name, it.optimizer
                ),
                sameness::close(torch, tensorflow, it.across).map(|difference| {
                    format!(
                        "{STEPS} losses differ by {difference:.1e} at most, {:.0e} is allowed",
                        it.across
                    )
                }),
            );
        }
    }
}

/// Whether the backend has a float64 reference of the model.
///
/// # Errors
/// Why not, in words.
fn reference(model: &Model, backend: Backend) -> Result<(), String> {
    let network = model.network().map_err(|error| format!("{error:#}"))?;
    let options = Options {
        dtype: Dtype::Float64,
        optimizations: Variant::Float64.optimizations(),
    };
    neural_dsl::generate_with(&network, model.file, backend.target(), &options)
        .map(|_| ())
        .map_err(|diagnostics| neural_dsl::render(model.file, model.source, &diagnostics))
}

/// How far rounding takes a side from the float64 reference of its backend.
fn rounding(replies: &Replies, side: Side) -> Result<String, String> {
    let trace = |side, variant| match reply(replies, Question::Trace(side, variant)) {
        Ok(Reply::Trace(trace)) => Ok(trace),
        reply => Err(unexpected(reply)),
    };
    let mut found = Vec::new();
    for it in TOLERANCES {
        let (single, double) = (trace(side, it.variant)?, trace(Side::Dsl, it.reference)?);
        sameness::equal_start(single, double)?;
        if found.is_empty() {
            let outputs = sameness::close_outputs(single, double, OUTPUTS_TOLERANCE)?;
            found.push(format!(
                "outputs differ by {outputs:.1e} at most, {OUTPUTS_TOLERANCE:.0e} is allowed"
            ));
        }
        let losses = sameness::close(single, double, it.rounding)
            .map_err(|difference| format!("with {}, {difference}", it.optimizer))?;
        found.push(format!(
            "{STEPS} losses with {} by {losses:.1e}, {:.0e} is allowed",
            it.optimizer, it.rounding
        ));
    }
    Ok(found.join("; "))
}

/// Whether the references of two backends agree all but exactly.
fn references(torch: &Trace, tensorflow: &Trace) -> Result<String, String> {
    let outputs = sameness::close_outputs(torch, tensorflow, ACROSS_REFERENCES_TOLERANCE)?;
    let losses = sameness::close(torch, tensorflow, ACROSS_REFERENCES_TOLERANCE)?;
    Ok(format!(
        "outputs differ by {outputs:.1e} at most, {STEPS} losses with SGD by {losses:.1e}, \
         {ACROSS_REFERENCES_TOLERANCE:.1e} is allowed"
    ))
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
    let worker = Worker {
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
