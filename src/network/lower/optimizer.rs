//! The section `optimizer`.

use super::arguments::{Arguments, Signature, Taker};
use super::value::{Slot, below_one, flag, positive};
use super::{Report, SEARCH_SPACE, not_built};
use crate::diagnostic::Diagnostic;
use crate::network::{Adam, Optimizer, Sgd};
use crate::syntax::{self, Argument, Name, Setting, Value, ValueKind};

/// An optimiser that is built.
struct OptimizerKind {
    name: &'static str,
    signature: Signature,
    build: fn(&Arguments, &mut Report) -> Option<Optimizer>,
}

static BUILT: [&OptimizerKind; 2] = [&ADAM, &SGD];

/// The optimisers and schedules of the language that are not built yet.
const NOT_BUILT: [&str; 6] = ["AdamW", "RMSprop", "Adagrad", "Adadelta", "Adamax", "Nadam"];
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
    if let ValueKind::Call(call) = &slot.value.kind
        && let Some(schedule) = SCHEDULES.iter().find(|known| **known == call.name.text)
    {
        let message = not_built(&format!("the schedule `{schedule}`"));
        report.push(Diagnostic::error(message, slot.value.span));
        return None;
    }
    let rate = positive(slot, report)?;
    if rate > 1.0 {
        let message = format!("a learning rate of {rate} is above 1");
        report.push(Diagnostic::warning(message, slot.value.span));
    }
    Some(rate)
}

/// The optimiser of a network.
pub(super) fn read(setting: &Setting, report: &mut Report) -> Option<Optimizer> {
    let [value] = setting.values.as_slice() else {
        let message = "a network has one optimizer";
        report.push(Diagnostic::error(message, setting.span));
        return None;
    };
    let ValueKind::String(text) = value.kind else {
        return of_value(value, report);
    };
    // The text of a string begins after its quote.
    match syntax::parse_value(text, value.span.start + 1) {
        Ok(value) => of_value(&value, report),
        Err(faults) => {
            faults.into_iter().for_each(|fault| report.push(fault));
            None
        }
    }
}

fn of_value(value: &Value, report: &mut Report) -> Option<Optimizer> {
    match &value.kind {
        ValueKind::Word(text) => {
            let name = Name {
                text,
                span: value.span,
            };
            of_name(name, &[], report)
        }
        ValueKind::Call(call) => of_name(call.name, &call.arguments, report),
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
        return (kind.build)(&arguments, report);
    }
    if name.text == SEARCH_SPACE {
        let message = not_built("a search space");
        report.push(Diagnostic::error(message, name.span));
    } else if let Some(known) = NOT_BUILT.iter().find(|known| same(known)) {
        let message = not_built(&format!("the optimizer `{known}`"));
        report.push(Diagnostic::error(message, name.span));
    } else {
        let known = BUILT.iter().map(|kind| kind.name).chain(NOT_BUILT);
        let message = format!("unknown optimizer `{}`", name.text);
        report.push_unknown(message, name.span, name.text, known);
    }
    None
}
