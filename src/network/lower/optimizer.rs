//! The section `optimizer`.

use super::arguments::{Arguments, Signature, Taker};
use super::training::LearningRate;
use super::value::{Slot, below_one, flag, not_negative, positive};
use super::{Report, schedule};
use crate::diagnostic::Diagnostic;
use crate::network::{
    Adadelta, Adagrad, Adam, Clipping, Optimizer, Request, RmsProp, Sgd, Updates,
};
use crate::syntax::{self, Argument, Name, Setting, Value, ValueKind};

/// An optimiser of the language.
struct OptimizerKind {
    name: &'static str,
    signature: Signature,
    build: fn(&Arguments, &mut Report) -> Option<Optimizer>,
    /// What Keras takes where no weight decay is given.
    weight_decay: Option<f64>,
}

const fn kind(
    name: &'static str,
    positional: &'static [&'static str],
    build: fn(&Arguments, &mut Report) -> Option<Optimizer>,
) -> OptimizerKind {
    OptimizerKind {
        name,
        signature: Signature {
            positional,
            named: &[],
            not_built: &[],
        },
        build,
        weight_decay: None,
    }
}

/// What every optimiser takes; by name only, for nobody counts that far.
static FAMILY: Signature = Signature {
    positional: &[],
    named: &[
        "weight_decay",
        "clipnorm",
        "clipvalue",
        "global_clipnorm",
        "use_ema",
        "ema_momentum",
        "ema_overwrite_frequency",
        "loss_scale_factor",
        "gradient_accumulation_steps",
        "name",
    ],
    not_built: &[
        ("use_ema", &["false"]),
        ("ema_momentum", &["0.99"]),
        ("ema_overwrite_frequency", &["None"]),
        ("loss_scale_factor", &["None"]),
        ("gradient_accumulation_steps", &["None"]),
    ],
};

const MOMENTS: &[&str] = &["learning_rate", "beta_1", "beta_2", "epsilon"];

static KINDS: [OptimizerKind; 8] = [
    kind(
        "Adam",
        &["learning_rate", "beta_1", "beta_2", "epsilon", "amsgrad"],
        |arguments, report| adam(arguments, report).map(Optimizer::Adam),
    ),
    OptimizerKind {
        weight_decay: Some(0.004),
        ..kind(
            "AdamW",
            &[
                "learning_rate",
                "weight_decay",
                "beta_1",
                "beta_2",
                "epsilon",
                "amsgrad",
            ],
            |arguments, report| adam(arguments, report).map(Optimizer::AdamW),
        )
    },
    kind("Adamax", MOMENTS, |arguments, report| {
        adam(arguments, report).map(Optimizer::Adamax)
    }),
    kind("Nadam", MOMENTS, |arguments, report| {
        adam(arguments, report).map(Optimizer::Nadam)
    }),
    kind(
        "SGD",
        &["learning_rate", "momentum", "nesterov"],
        |arguments, report| {
            let defaults = Sgd::default();
            let rate = rate(arguments, defaults.learning_rate, report);
            let momentum = arguments.or("momentum", defaults.momentum, below_one, report);
            let nesterov = arguments.or("nesterov", defaults.nesterov, flag, report);
            Some(Optimizer::Sgd(Sgd {
                learning_rate: rate?,
                momentum: momentum?,
                nesterov: nesterov?,
            }))
        },
    ),
    kind(
        "RMSprop",
        &["learning_rate", "rho", "momentum", "epsilon", "centered"],
        |arguments, report| {
            let defaults = RmsProp::default();
            let rate = rate(arguments, defaults.learning_rate, report);
            let rho = arguments.or("rho", defaults.rho, below_one, report);
            let momentum = arguments.or("momentum", defaults.momentum, below_one, report);
            let epsilon = arguments.or("epsilon", defaults.epsilon, positive, report);
            let centered = arguments.or("centered", defaults.centered, flag, report);
            Some(Optimizer::RmsProp(RmsProp {
                learning_rate: rate?,
                rho: rho?,
                momentum: momentum?,
                epsilon: epsilon?,
                centered: centered?,
            }))
        },
    ),
    kind(
        "Adagrad",
        &["learning_rate", "initial_accumulator_value", "epsilon"],
        |arguments, report| {
            let defaults = Adagrad::default();
            let rate = rate(arguments, defaults.learning_rate, report);
            let initial = arguments.or(
                "initial_accumulator_value",
                defaults.initial_accumulator_value,
                not_negative,
                report,
            );
            let epsilon = arguments.or("epsilon", defaults.epsilon, positive, report);
            Some(Optimizer::Adagrad(Adagrad {
                learning_rate: rate?,
                initial_accumulator_value: initial?,
                epsilon: epsilon?,
            }))
        },
    ),
    kind(
        "Adadelta",
        &["learning_rate", "rho", "epsilon"],
        |arguments, report| {
            let defaults = Adadelta::default();
            let rate = rate(arguments, defaults.learning_rate, report);
            let rho = arguments.or("rho", defaults.rho, below_one, report);
            let epsilon = arguments.or("epsilon", defaults.epsilon, positive, report);
            Some(Optimizer::Adadelta(Adadelta {
                learning_rate: rate?,
                rho: rho?,
                epsilon: epsilon?,
            }))
        },
    ),
];

fn adam(arguments: &Arguments, report: &mut Report) -> Option<Adam> {
    let defaults = Adam::default();
    let rate = rate(arguments, defaults.learning_rate, report);
    let beta_1 = arguments.or("beta_1", defaults.beta_1, below_one, report);
    let beta_2 = arguments.or("beta_2", defaults.beta_2, below_one, report);
    let epsilon = arguments.or("epsilon", defaults.epsilon, positive, report);
    let amsgrad = arguments.or("amsgrad", defaults.amsgrad, flag, report);
    Some(Adam {
        learning_rate: rate?,
        beta_1: beta_1?,
        beta_2: beta_2?,
        epsilon: epsilon?,
        amsgrad: amsgrad?,
    })
}

/// The learning rate, or the default where there is a schedule, which is read on its own.
fn rate(arguments: &Arguments, default: f64, report: &mut Report) -> Option<f64> {
    let read = |slot: Slot, report: &mut Report| match schedule::is_schedule(slot.value) {
        true => Some(default),
        false => constant_rate(slot, report),
    };
    arguments.or("learning_rate", default, read, report)
}

/// A constant learning rate.
pub(super) fn constant_rate(slot: Slot, report: &mut Report) -> Option<f64> {
    let rate = positive(slot, report)?;
    if rate > 1.0 {
        let message = format!("a learning rate of {rate} is above 1");
        report.push(Diagnostic::warning(message, slot.value.span));
    }
    Some(rate)
}

/// What is done around the formula of an optimiser.
fn updates(kind: &OptimizerKind, arguments: &Arguments, report: &mut Report) -> Option<Updates> {
    let written = arguments.given("weight_decay").is_some();
    let weight_decay = arguments.optional("weight_decay", not_negative, report);
    let weight_decay = weight_decay.map(|decay| match decay {
        None if !written => kind.weight_decay,
        // Keras takes 0 for none.
        decay => decay.filter(|&decay| decay > 0.0),
    });
    let norm = arguments.optional("clipnorm", positive, report);
    let value = arguments.optional("clipvalue", positive, report);
    let global = arguments.optional("global_clipnorm", positive, report);
    let clippings: Vec<Clipping> = [
        norm?.map(Clipping::Norm),
        value?.map(Clipping::Value),
        global?.map(Clipping::GlobalNorm),
    ]
    .into_iter()
    .flatten()
    .collect();
    if clippings.len() > 1 {
        let mut places = ["clipnorm", "clipvalue", "global_clipnorm"]
            .into_iter()
            .filter_map(|name| arguments.given(name))
            .map(|given| given.span);
        let (first, second) = (places.next()?, places.next()?);
        let message = "gradients are clipped in one way: clipnorm, clipvalue or global_clipnorm";
        report.push(Diagnostic::error(message, second).with_label(first, "the first way"));
        return None;
    }
    let given = arguments.given("learning_rate");
    let given = given.map(|given| &given.value);
    let schedule = match given.filter(|value| schedule::is_schedule(value)) {
        Some(value) => Some(schedule::read(value, report)?),
        None => None,
    };
    Some(Updates {
        schedule,
        weight_decay: weight_decay?,
        clipping: clippings.first().copied(),
    })
}

/// What the section says.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) optimizer: Optimizer,
    pub(super) updates: Updates,
    /// Whether the section gives a learning rate.
    states_rate: bool,
}

impl Read {
    /// Takes the learning rate of the training where the optimiser states none.
    pub(super) fn learn_at(&mut self, rate: LearningRate, report: &mut Report) {
        if !self.states_rate {
            self.optimizer.set_learning_rate(rate.value);
            self.updates.schedule = rate.schedule;
        } else if self.updates.schedule.is_some() || self.optimizer.learning_rate() != rate.value {
            let message = "the optimizer has a learning rate, and this one is not used";
            report.push(Diagnostic::warning(message, rate.span));
        }
    }
}

/// The optimiser of a network.
pub(super) fn read(
    setting: &Setting,
    asked: &mut Vec<Request>,
    report: &mut Report,
) -> Option<Read> {
    let [value] = setting.values.as_slice() else {
        let message = "a network has one optimizer";
        report.push(Diagnostic::error(message, setting.span));
        return None;
    };
    let ValueKind::String(text) = value.kind else {
        return of_value(value, asked, report);
    };
    // The text of a string begins after its quote.
    match syntax::parse_value(text, value.span.start() + 1) {
        Ok(value) => of_value(&value, asked, report),
        Err(faults) => {
            faults.into_iter().for_each(|fault| report.push(fault));
            None
        }
    }
}

fn of_value(value: &Value, asked: &mut Vec<Request>, report: &mut Report) -> Option<Read> {
    match &value.kind {
        ValueKind::Word(text) => {
            let name = Name {
                text,
                span: value.span,
            };
            of_name(name, &[], asked, report)
        }
        ValueKind::Call(call) => of_name(call.name, &call.arguments, asked, report),
        ValueKind::Invalid => None,
        _ => {
            let message = format!("an optimizer is a name with arguments: Adam(); found {value}");
            report.push(Diagnostic::error(message, value.span));
            None
        }
    }
}

fn of_name<'a>(
    name: Name<'a>,
    arguments: &'a [Argument<'a>],
    asked: &mut Vec<Request>,
    report: &mut Report,
) -> Option<Read> {
    let same = |known: &str| known.eq_ignore_ascii_case(name.text);
    let Some(kind) = KINDS.iter().find(|kind| same(kind.name)) else {
        let known = KINDS.iter().map(|kind| kind.name);
        let message = format!("unknown optimizer `{}`", name.text);
        report.push_unknown(message, name.span, name.text, known);
        return None;
    };
    let taker = Taker {
        owner: kind.name,
        own: &kind.signature,
        family: &FAMILY,
    };
    let arguments = Arguments::bind(taker, name, arguments, report);
    asked.extend(arguments.asked(report));
    let updates = updates(kind, &arguments, report);
    let optimizer = (kind.build)(&arguments, report);
    let (mut optimizer, updates) = (optimizer?, updates?);
    if let Some(schedule) = &updates.schedule {
        optimizer.set_learning_rate(schedule.initial());
    }
    Some(Read {
        optimizer,
        updates,
        states_rate: arguments.given("learning_rate").is_some(),
    })
}
