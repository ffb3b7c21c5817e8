//! The section `optimizer`.

use super::arguments::{Arguments, Signature, Taker};
use super::value::{Slot, below_one, flag, positive};
use super::{Report, kind};
use crate::diagnostic::Diagnostic;
use crate::network::{Adam, Optimizer, Other, Request, Sgd};
use crate::syntax::{self, Argument, Name, Setting, Value, ValueKind};

/// An optimiser that is built.
struct OptimizerKind {
    name: &'static str,
    signature: Signature,
    build: fn(&Arguments, &mut Report) -> Option<Optimizer>,
}

static BUILT: [&OptimizerKind; 8] = [
    &ADAM, &SGD, &ADAMW, &RMSPROP, &ADAGRAD, &ADADELTA, &ADAMAX, &NADAM,
];

const SCHEDULES: [&str; 5] = [
    "ExponentialDecay",
    "PiecewiseConstantDecay",
    "PolynomialDecay",
    "InverseTimeDecay",
    "CosineDecay",
];

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
        ("weight_decay", &["None"]),
        ("clipnorm", &["None"]),
        ("clipvalue", &["None"]),
        ("global_clipnorm", &["None"]),
        ("use_ema", &["false"]),
        ("ema_momentum", &["0.99"]),
        ("ema_overwrite_frequency", &["None"]),
        ("loss_scale_factor", &["None"]),
        ("gradient_accumulation_steps", &["None"]),
    ],
};

static ADAM: OptimizerKind = OptimizerKind {
    name: "Adam",
    signature: Signature {
        positional: &["learning_rate", "beta_1", "beta_2", "epsilon", "amsgrad"],
        named: &[],
        not_built: &[("amsgrad", &["false"])],
    },
    build: |arguments, report| {
        let defaults = Adam::default();
        let rate = arguments.or(
            "learning_rate",
            defaults.learning_rate,
            learning_rate,
            report,
        );
        let beta_1 = arguments.or("beta_1", defaults.beta_1, below_one, report);
        let beta_2 = arguments.or("beta_2", defaults.beta_2, below_one, report);
        let epsilon = arguments.or("epsilon", defaults.epsilon, positive, report);
        Some(Optimizer::Adam(Adam {
            learning_rate: rate?,
            beta_1: beta_1?,
            beta_2: beta_2?,
            epsilon: epsilon?,
        }))
    },
};

static SGD: OptimizerKind = OptimizerKind {
    name: "SGD",
    signature: Signature {
        positional: &["learning_rate", "momentum", "nesterov"],
        named: &[],
        not_built: &[],
    },
    build: |arguments, report| {
        let defaults = Sgd::default();
        let rate = arguments.or(
            "learning_rate",
            defaults.learning_rate,
            learning_rate,
            report,
        );
        let momentum = arguments.or("momentum", defaults.momentum, below_one, report);
        let nesterov = arguments.or("nesterov", defaults.nesterov, flag, report);
        Some(Optimizer::Sgd(Sgd {
            learning_rate: rate?,
            momentum: momentum?,
            nesterov: nesterov?,
        }))
    },
};

/// A constant learning rate.
fn learning_rate(slot: Slot, report: &mut Report) -> Option<f64> {
    if let Some(call) = schedule_of(slot.value) {
        // What it begins with; the schedule itself is asked for beside the optimiser.
        let first = call.arguments.first().map(|argument| &argument.value.kind);
        return Some(match first {
            Some(ValueKind::Float(rate)) => *rate,
            _ => 0.001,
        });
    }
    let rate = positive(slot, report)?;
    if rate > 1.0 {
        let message = format!("a learning rate of {rate} is above 1");
        report.push(Diagnostic::warning(message, slot.value.span));
    }
    Some(rate)
}

/// The schedule that a value is.
fn schedule_of<'a>(value: &'a Value<'a>) -> Option<&'a syntax::Call<'a>> {
    match &value.kind {
        ValueKind::Call(call) if call.name.text.ends_with("Decay") => Some(call),
        _ => None,
    }
}

/// Checks the schedule of the learning rate and asks for it.
fn schedule(arguments: &Arguments, asked: &mut Vec<Request>, report: &mut Report) {
    let given = arguments.given("learning_rate");
    let Some((value, call)) = given.and_then(|it| Some((&it.value, schedule_of(&it.value)?)))
    else {
        return;
    };
    let name = call.name.text;
    if !SCHEDULES.contains(&name) {
        let message = format!("unknown schedule `{name}`");
        report.push_unknown(message, call.name.span, name, SCHEDULES);
        return;
    }
    for argument in &call.arguments {
        let kind = &argument.value.kind;
        if let ValueKind::Integer(..=-1) = kind {
            let message = format!("an argument of `{name}` is not negative");
            report.push(Diagnostic::error(message, argument.value.span));
        }
    }
    asked.push(Request {
        name: "learning_rate".to_owned(),
        owner: name.to_owned(),
        value: kind::owned(value),
        span: value.span,
    });
}

/// The optimisers whose arguments are asked for beside them.
const fn other(
    name: &'static str,
    positional: &'static [&'static str],
    kept: &'static [(&'static str, &'static [&'static str])],
    build: fn(&Arguments, &mut Report) -> Option<Optimizer>,
) -> OptimizerKind {
    OptimizerKind {
        name,
        signature: Signature {
            positional,
            named: &[],
            not_built: kept,
        },
        build,
    }
}

/// Checks the constants that optimisers have in common.
fn constants(arguments: &Arguments, other: Other, report: &mut Report) -> Option<Optimizer> {
    let sound = [
        arguments.or("learning_rate", 0.001, learning_rate, report),
        arguments.or("beta_1", 0.9, below_one, report),
        arguments.or("beta_2", 0.999, below_one, report),
        arguments.or("rho", 0.9, below_one, report),
        arguments.or("momentum", 0.0, below_one, report),
        arguments.or("epsilon", 1e-7, positive, report),
    ];
    sound
        .iter()
        .all(Option::is_some)
        .then_some(Optimizer::Other(other))
}

const MOMENTS: &[&str] = &["learning_rate", "beta_1", "beta_2", "epsilon"];

static ADAMW: OptimizerKind = other(
    "AdamW",
    &[
        "learning_rate",
        "weight_decay",
        "beta_1",
        "beta_2",
        "epsilon",
        "amsgrad",
    ],
    &KEPT,
    |arguments, report| constants(arguments, Other::AdamW, report),
);
static RMSPROP: OptimizerKind = other(
    "RMSprop",
    &["learning_rate", "rho", "momentum", "epsilon", "centered"],
    &KEPT,
    |arguments, report| constants(arguments, Other::RmsProp, report),
);
static ADAGRAD: OptimizerKind = other(
    "Adagrad",
    &["learning_rate", "initial_accumulator_value", "epsilon"],
    &KEPT,
    |arguments, report| constants(arguments, Other::Adagrad, report),
);
static ADADELTA: OptimizerKind = other(
    "Adadelta",
    &["learning_rate", "rho", "epsilon"],
    &KEPT,
    |arguments, report| constants(arguments, Other::Adadelta, report),
);
static ADAMAX: OptimizerKind = other("Adamax", MOMENTS, &KEPT, |arguments, report| {
    constants(arguments, Other::Adamax, report)
});
static NADAM: OptimizerKind = other("Nadam", MOMENTS, &KEPT, |arguments, report| {
    constants(arguments, Other::Nadam, report)
});

/// All that those optimisers take is asked for, so that nothing is lost.
const KEPT: [(&str, &[&str]); 9] = [
    ("learning_rate", &[]),
    ("beta_1", &[]),
    ("beta_2", &[]),
    ("rho", &[]),
    ("momentum", &[]),
    ("epsilon", &[]),
    ("centered", &["false"]),
    ("amsgrad", &["false"]),
    ("initial_accumulator_value", &[]),
];

/// The optimiser of a network.
pub(super) fn read(
    setting: &Setting,
    asked: &mut Vec<Request>,
    report: &mut Report,
) -> Option<Optimizer> {
    let [value] = setting.values.as_slice() else {
        let message = "a network has one optimizer";
        report.push(Diagnostic::error(message, setting.span));
        return None;
    };
    let ValueKind::String(text) = value.kind else {
        return of_value(value, asked, report);
    };
    // The text of a string begins after its quote.
    match syntax::parse_value(text, value.span.start + 1) {
        Ok(value) => of_value(&value, asked, report),
        Err(faults) => {
            faults.into_iter().for_each(|fault| report.push(fault));
            None
        }
    }
}

fn of_value(value: &Value, asked: &mut Vec<Request>, report: &mut Report) -> Option<Optimizer> {
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
) -> Option<Optimizer> {
    let same = |known: &str| known.eq_ignore_ascii_case(name.text);
    if let Some(kind) = BUILT.iter().find(|kind| same(kind.name)) {
        let taker = Taker {
            owner: kind.name,
            own: &kind.signature,
            family: &FAMILY,
        };
        let arguments = Arguments::bind(taker, name, arguments, report);
        schedule(&arguments, asked, report);
        asked.extend(arguments.asked(report));
        return (kind.build)(&arguments, report);
    }
    let known = BUILT.iter().map(|kind| kind.name);
    let message = format!("unknown optimizer `{}`", name.text);
    report.push_unknown(message, name.span, name.text, known);
    None
}
