//! Initialisers, regularisers and constraints: a name, or a name with arguments, in quotes or not.

use super::Report;
use super::arguments::{Arguments, Signature, Taker};
use super::value::{Choices, Slot, any_number, integer, not_negative, same, share};
use crate::diagnostic::Diagnostic;
use crate::network::{Constraint, Distribution, FanMode, Initializer, Regularizer};
use crate::syntax::{self, Argument as Given, Name, ValueKind};

/// The initialisers with the arguments that Keras takes where nothing is given.
static INITIALIZERS: Choices<Initializer> = Choices {
    what: "initializer",
    built: &[
        ("glorot_uniform", Initializer::GlorotUniform),
        ("zeros", Initializer::Zeros),
        ("ones", Initializer::Ones),
        ("glorot_normal", Initializer::GlorotNormal),
        ("xavier_uniform", Initializer::GlorotUniform),
        ("xavier_normal", Initializer::GlorotNormal),
        ("he_normal", Initializer::HeNormal),
        ("he_uniform", Initializer::HeUniform),
        ("lecun_normal", Initializer::LecunNormal),
        ("lecun_uniform", Initializer::LecunUniform),
        ("random_normal", NORMAL),
        ("normal", NORMAL),
        ("random_uniform", UNIFORM),
        ("uniform", UNIFORM),
        ("truncated_normal", TRUNCATED),
        ("variance_scaling", SCALING),
        ("orthogonal", Initializer::Orthogonal(1.0)),
        ("identity", Initializer::Identity(1.0)),
        ("constant", Initializer::Constant(0.0)),
    ],
    not_built: &[],
};

const NORMAL: Initializer = Initializer::RandomNormal {
    mean: 0.0,
    stddev: 0.05,
};
const UNIFORM: Initializer = Initializer::RandomUniform {
    minval: -0.05,
    maxval: 0.05,
};
const TRUNCATED: Initializer = Initializer::TruncatedNormal {
    mean: 0.0,
    stddev: 0.05,
};
const SCALING: Initializer = Initializer::VarianceScaling {
    scale: 1.0,
    mode: FanMode::FanIn,
    distribution: Distribution::TruncatedNormal,
};

static FAN_MODES: Choices<FanMode> = Choices {
    what: "mode",
    built: &[
        ("fan_in", FanMode::FanIn),
        ("fan_out", FanMode::FanOut),
        ("fan_avg", FanMode::FanAvg),
    ],
    not_built: &[],
};

static DISTRIBUTIONS: Choices<Distribution> = Choices {
    what: "distribution",
    built: &[
        ("truncated_normal", Distribution::TruncatedNormal),
        // Keras' older name of the same.
        ("normal", Distribution::TruncatedNormal),
        ("untruncated_normal", Distribution::UntruncatedNormal),
        ("uniform", Distribution::Uniform),
    ],
    not_built: &[],
};

const fn takes(positional: &'static [&'static str]) -> Signature {
    Signature {
        positional,
        named: &[],
        not_built: &[],
    }
}

static NOTHING: Signature = takes(&[]);
static SEED: Signature = takes(&["seed"]);
static NORMALS: Signature = takes(&["mean", "stddev", "seed"]);
static BOUNDS: Signature = takes(&["minval", "maxval", "seed"]);
static VARIANCE: Signature = takes(&["scale", "mode", "distribution", "seed"]);
static GAIN: Signature = takes(&["gain"]);
static ORTHOGONAL: Signature = takes(&["gain", "seed"]);
static VALUE: Signature = takes(&["value"]);

impl Initializer {
    fn signature(self) -> &'static Signature {
        match self {
            Self::Zeros | Self::Ones => &NOTHING,
            Self::RandomNormal { .. } | Self::TruncatedNormal { .. } => &NORMALS,
            Self::RandomUniform { .. } => &BOUNDS,
            Self::VarianceScaling { .. } => &VARIANCE,
            Self::Orthogonal(_) => &ORTHOGONAL,
            Self::Identity(_) => &GAIN,
            Self::Constant(_) => &VALUE,
            _ => &SEED,
        }
    }
}

/// An initialiser.
pub(super) fn initializer(slot: Slot, report: &mut Report) -> Option<Initializer> {
    called(slot, "an initializer", report, |name, given, report| {
        let found = INITIALIZERS.find(name.text, slot.value, report)?;
        let arguments = bind(name, found.signature(), given, report);
        if let Some(seed) = arguments.given("seed")
            && seed.value.kind != ValueKind::None
        {
            let message = "the seed of an initializer is left out: weights are drawn from the seed of the training";
            report.push(Diagnostic::warning(message, seed.span));
        }
        with_arguments(found, &arguments, report)
    })
}

fn with_arguments(
    found: Initializer,
    arguments: &Arguments,
    report: &mut Report,
) -> Option<Initializer> {
    use Initializer::{
        Constant, Identity, Orthogonal, RandomNormal, RandomUniform, TruncatedNormal,
        VarianceScaling,
    };
    Some(match found {
        RandomNormal { mean, stddev } => {
            let mean = arguments.or("mean", mean, any_number, report);
            let stddev = arguments.or("stddev", stddev, not_negative, report);
            RandomNormal {
                mean: mean?,
                stddev: stddev?,
            }
        }
        TruncatedNormal { mean, stddev } => {
            let mean = arguments.or("mean", mean, any_number, report);
            let stddev = arguments.or("stddev", stddev, not_negative, report);
            TruncatedNormal {
                mean: mean?,
                stddev: stddev?,
            }
        }
        RandomUniform { minval, maxval } => {
            let minval = arguments.or("minval", minval, any_number, report);
            let maxval = arguments.or("maxval", maxval, any_number, report);
            RandomUniform {
                minval: minval?,
                maxval: maxval?,
            }
        }
        VarianceScaling {
            scale,
            mode,
            distribution,
        } => {
            let scale = arguments.or("scale", scale, super::value::positive, report);
            let mode = arguments.or("mode", mode, |slot, it| FAN_MODES.read(slot, it), report);
            let distribution = arguments.or(
                "distribution",
                distribution,
                |slot, report| DISTRIBUTIONS.read(slot, report),
                report,
            );
            VarianceScaling {
                scale: scale?,
                mode: mode?,
                distribution: distribution?,
            }
        }
        Orthogonal(gain) => Orthogonal(arguments.or("gain", gain, any_number, report)?),
        Identity(gain) => Identity(arguments.or("gain", gain, any_number, report)?),
        Constant(value) => Constant(arguments.or("value", value, any_number, report)?),
        drawn_by_fans => drawn_by_fans,
    })
}

static L1: Signature = takes(&["l1"]);
static L2: Signature = takes(&["l2"]);
static L1L2: Signature = takes(&["l1", "l2"]);
static ROWS: Signature = takes(&["factor", "mode"]);

/// A regulariser; a bare number is the weight of an L2 penalty to many who write one.
pub(super) fn regularizer(slot: Slot, report: &mut Report) -> Option<Regularizer> {
    if let ValueKind::Integer(_) | ValueKind::Float(_) = slot.value.kind {
        let l2 = not_negative(slot, report)?;
        return Some(Regularizer::L1L2 { l1: 0.0, l2 });
    }
    const KNOWN: [&str; 4] = ["l1", "l2", "l1_l2", "orthogonal_regularizer"];
    called(slot, "a regularizer", report, |name, given, report| {
        let Some(known) = KNOWN.iter().find(|known| same(known, name.text)) else {
            let message = format!("unknown regularizer `{}`", name.text);
            report.push_unknown(message, name.span, name.text, KNOWN);
            return None;
        };
        let signature = match *known {
            "l1" => &L1,
            "l2" => &L2,
            "l1_l2" => &L1L2,
            _ => &ROWS,
        };
        let arguments = bind(name, signature, given, report);
        if *known == "orthogonal_regularizer" {
            let factor = arguments.or("factor", 0.01, not_negative, report);
            let columns = arguments.or("mode", false, columns, report);
            return Some(Regularizer::Orthogonal {
                factor: factor?,
                columns: columns?,
            });
        }
        // What Keras takes where the name stands alone.
        let default = |name| match *known {
            known if known == name => 0.01,
            _ => 0.0,
        };
        let l1 = arguments.or("l1", default("l1"), not_negative, report);
        let l2 = arguments.or("l2", default("l2"), not_negative, report);
        Some(Regularizer::L1L2 { l1: l1?, l2: l2? })
    })
}

fn columns(slot: Slot, report: &mut Report) -> Option<bool> {
    static MODES: Choices<bool> = Choices {
        what: "mode",
        built: &[("rows", false), ("columns", true)],
        not_built: &[],
    };
    MODES.read(slot, report)
}

static MAX_NORM: Signature = takes(&["max_value", "axis"]);
static UNIT_NORM: Signature = takes(&["axis"]);
static MIN_MAX_NORM: Signature = takes(&["min_value", "max_value", "rate", "axis"]);

/// A constraint.
pub(super) fn constraint(slot: Slot, report: &mut Report) -> Option<Constraint> {
    const KNOWN: [&str; 4] = ["max_norm", "non_neg", "unit_norm", "min_max_norm"];
    called(slot, "a constraint", report, |name, given, report| {
        let Some(known) = KNOWN.iter().find(|known| same(known, name.text)) else {
            let message = format!("unknown constraint `{}`", name.text);
            report.push_unknown(message, name.span, name.text, KNOWN);
            return None;
        };
        let signature = match *known {
            "max_norm" => &MAX_NORM,
            "non_neg" => &NOTHING,
            "unit_norm" => &UNIT_NORM,
            _ => &MIN_MAX_NORM,
        };
        let arguments = bind(name, signature, given, report);
        let axis = arguments.or("axis", vec![0], axes, report);
        Some(match *known {
            "non_neg" => Constraint::NonNeg,
            "unit_norm" => Constraint::UnitNorm { axis: axis? },
            "max_norm" => {
                let max_value = arguments.or("max_value", 2.0, not_negative, report);
                Constraint::MaxNorm {
                    max_value: max_value?,
                    axis: axis?,
                }
            }
            _ => {
                let min_value = arguments.or("min_value", 0.0, not_negative, report);
                let max_value = arguments.or("max_value", 1.0, not_negative, report);
                let rate = arguments.or("rate", 1.0, share, report);
                Constraint::MinMaxNorm {
                    min_value: min_value?,
                    max_value: max_value?,
                    rate: rate?,
                    axis: axis?,
                }
            }
        })
    })
}

/// One axis or several.
fn axes(slot: Slot, report: &mut Report) -> Option<Vec<i64>> {
    match &slot.value.kind {
        ValueKind::Tuple(values) | ValueKind::List(values) => {
            let read = |value| integer(Slot { value, ..slot }, report);
            let all: Vec<_> = values.iter().map(read).collect();
            all.into_iter().collect()
        }
        _ => integer(slot, report).map(|axis| vec![axis]),
    }
}

fn bind<'a>(
    name: Name<'a>,
    own: &'static Signature,
    given: &'a [Given<'a>],
    report: &mut Report,
) -> Arguments<'a> {
    let taker = Taker {
        owner: name.text,
        own,
        family: &NOTHING,
    };
    Arguments::bind(taker, name, given, report)
}

/// Reads a name with its arguments: `l2`, `l2(0.01)`, and the same in quotes.
pub(super) fn called<T>(
    slot: Slot,
    what: &str,
    report: &mut Report,
    read: impl FnOnce(Name, &[Given], &mut Report) -> Option<T>,
) -> Option<T> {
    let span = slot.value.span;
    match &slot.value.kind {
        ValueKind::Call(call) => read(call.name, &call.arguments, report),
        // The text of a string begins after its quote.
        ValueKind::String(text) if text.contains('(') => {
            match syntax::parse_value(text, span.start() + 1) {
                Ok(value) => match &value.kind {
                    ValueKind::Call(call) => read(call.name, &call.arguments, report),
                    _ => {
                        slot.wrong(&format!("the name of {what}"), report);
                        None
                    }
                },
                Err(faults) => {
                    faults.into_iter().for_each(|fault| report.push(fault));
                    None
                }
            }
        }
        ValueKind::String(text) | ValueKind::Word(text) => read(Name { text, span }, &[], report),
        _ => {
            slot.wrong(&format!("the name of {what}"), report);
            None
        }
    }
}
