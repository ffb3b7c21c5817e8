//! The layers of the language.
//!
//! A layer with a type of its own is a [`LayerKind`] in a file of its family and a line in [`BUILT`];
//! the others are held by their arguments and are a [`Row`] each.

mod activation;
mod conv;
mod dense;
mod dropout;
mod flatten;
mod pooling;
mod rows;
mod signatures;

use super::arguments::{Arguments, Signature, Taker};
use super::value::Choices;
use super::{Report, kind};
use crate::diagnostic::Diagnostic;
use crate::network::{
    Activation, Argument as Value, Layer, LayerType, Operation, Padding, Request, Wrapped,
};
use crate::syntax::{self, Argument, Name, ValueKind};
use rows::{CUSTOM, ROWS, Row};

/// A layer that is built.
#[derive(Debug)]
pub(super) struct LayerKind {
    /// The name as the language writes it.
    pub(super) name: &'static str,
    /// What Keras calls the layer where the file gives no name.
    pub(super) stem: &'static str,
    /// The arguments beside those of [`FAMILY`].
    pub(super) signature: Signature,
    /// Reads the arguments.
    pub(super) build: fn(&Arguments, &Context, &mut Report) -> Option<Operation>,
}

/// What a layer's defaults depend on beside its arguments.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    /// Whether the network's loss is `binary_crossentropy`.
    pub(super) binary: bool,
}

/// The layers that are built.
pub(super) static BUILT: &[&LayerKind] = &[
    &dense::DENSE,
    &dense::OUTPUT,
    &conv::CONV2D,
    &pooling::MAX_POOLING2D,
    &flatten::FLATTEN,
    &dropout::DROPOUT,
    &activation::ACTIVATION,
    &activation::RELU,
    &activation::SOFTMAX,
    &activation::SIGMOID,
    &activation::TANH,
];

/// What a name means as a layer.
pub(super) enum Known {
    /// A layer with a type of its own.
    Built(&'static LayerKind),
    /// A layer that is held by its arguments.
    Row(&'static Row),
}

/// Other names of layers, which files and tests of the language use.
const OTHER_NAMES: &[(&str, &str)] = &[("RNNCell", "SimpleRNNCell")];

/// The layer of a name; case does not matter.
pub(super) fn find(name: &str) -> Option<Known> {
    let other = OTHER_NAMES
        .iter()
        .find(|(other, _)| other.eq_ignore_ascii_case(name));
    let name = other.map_or(name, |(_, known)| *known);
    let same = |known: &str| known.eq_ignore_ascii_case(name);
    if let Some(kind) = BUILT.iter().find(|kind| same(kind.name)) {
        return Some(Known::Built(kind));
    }
    if let Some(row) = ROWS.iter().find(|row| same(row.kind.name())) {
        return Some(Known::Row(row));
    }
    is_custom(name).then_some(Known::Row(&CUSTOM))
}

/// Every name, for hints.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let built = BUILT.iter().map(|kind| kind.name);
    built
        .chain(ROWS.iter().map(|row| row.kind.name()))
        .chain(["ResidualConnection", "Residual"])
}

/// Every layer with the names of its arguments, in Keras' order: its own, then those that every layer takes. A
/// layer without a meaning takes any argument, and has none of its own here.
pub(super) fn signatures() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    let built = BUILT.iter().map(|kind| (kind.name, &kind.signature));
    let rows = ROWS.iter().map(|row| (row.kind.name(), &row.signature));
    built.chain(rows).map(|(name, own)| {
        let names = own.names().chain(FAMILY.names());
        (name, names.collect())
    })
}

/// A layer that stands as a value: in `TimeDistributed(…)`.
pub(super) fn wrapped(name: Name, arguments: &[Argument], report: &mut Report) -> Option<Wrapped> {
    let Some(known) = find(name.text) else {
        let message = format!("unknown layer `{}`", name.text);
        report.push_unknown(message, name.span, name.text, names());
        return None;
    };
    let read = known.read(name, arguments, &Context::default(), report);
    Some(Wrapped {
        operation: read.operation?,
        requests: read.asked,
    })
}

/// What stands between the parentheses of a layer.
pub(super) struct Read<'a> {
    pub(super) arguments: Arguments<'a>,
    /// What the layer asks for beside its operation.
    pub(super) asked: Vec<Request>,
    /// `None` where an argument is wrong, which is reported.
    pub(super) operation: Option<Operation>,
}

impl Known {
    /// What Keras calls the layer where the file gives no name.
    pub(super) fn stem(&self) -> &'static str {
        match self {
            Known::Built(kind) => kind.stem,
            Known::Row(row) => row.kind.stem(),
        }
    }

    /// Reads the arguments of a layer, all of them, though one is wrong.
    pub(super) fn read<'a>(
        &self,
        name: Name<'a>,
        arguments: &'a [Argument<'a>],
        context: &Context,
        report: &mut Report,
    ) -> Read<'a> {
        let (owner, own) = match self {
            Known::Built(kind) => (kind.name, &kind.signature),
            Known::Row(row) => (row.kind.name(), &row.signature),
        };
        if let Known::Row(row @ Row { open: true, .. }) = self {
            let taker = Taker {
                owner: name.text,
                own,
                family: &FAMILY,
            };
            let named = Arguments::bind_any(taker, name, arguments, report);
            check_open(row.kind, arguments, report);
            let arguments = arguments.iter().map(|it| {
                let name = it.name.map_or("", |name| name.text);
                (name.to_owned(), kind::owned(&it.value))
            });
            let all = Value::Call(name.text.to_owned(), arguments.collect());
            let layer = Layer {
                kind: row.kind,
                arguments: vec![("arguments", all)],
            };
            return Read {
                asked: named.asked(report),
                arguments: named,
                operation: Some(Operation::Layer(Box::new(layer))),
            };
        }
        let taker = Taker {
            owner,
            own,
            family: &FAMILY,
        };
        let errors = report.errors();
        let arguments = Arguments::bind(taker, name, arguments, report);
        let asked = arguments.asked(report);
        let operation = match self {
            Known::Built(kind) => (kind.build)(&arguments, context, report),
            Known::Row(row) => row.build(&arguments, report),
        };
        // An operation of arguments that were wrong would be wrong again.
        let operation =
            operation.filter(|_| matches!(self, Known::Built(_)) || report.errors() == errors);
        Read {
            arguments,
            asked,
            operation,
        }
    }
}

impl Row {
    fn build(&self, arguments: &Arguments, report: &mut Report) -> Option<Operation> {
        let owner = self.kind.name();
        let positional = self.signature.positional.iter();
        let mut sound = true;
        let mut all = Vec::new();
        for (index, name) in positional.chain(self.signature.named).enumerate() {
            let value = if index < self.required {
                arguments.required(name, kind::read, report)
            } else {
                arguments.or(name, kind::default(owner, name), kind::read, report)
            };
            let value = value.and_then(|value| match (*name, value) {
                // What `None` means to Keras where it is written.
                ("activation" | "recurrent_activation", Value::None) => {
                    Some(Value::Activation(Activation::Linear))
                }
                // The value for each channel its own group.
                ("groups", Value::None) => Some(Value::None),
                ("merge_mode", Value::None) => {
                    arguments.refuse_none(name, report);
                    None
                }
                (_, Value::None) if index >= self.required => Some(kind::default(owner, name)),
                (_, Value::None) => {
                    arguments.refuse_none(name, report);
                    None
                }
                (_, value) => Some(value),
            });
            match value {
                Some(value) => all.push((*name, value)),
                None => sound = false,
            }
        }
        if self.kind.is_transformer() && !report.is_lenient() {
            sound &= has_sizes(arguments, report);
        }
        let layer = Layer {
            kind: self.kind,
            arguments: all,
        };
        sound.then(|| Operation::Layer(Box::new(layer)))
    }
}

/// Whether a transformer says how wide it is; where a file is only parsed it may leave that open.
fn has_sizes(arguments: &Arguments, report: &mut Report) -> bool {
    let heads = arguments.needs("num_heads", report);
    let hidden = arguments.needs("ff_dim", report);
    heads && hidden
}

/// What has a meaning inside a layer that has none: a function is a string, a shape is positive.
fn check_open(kind: LayerType, arguments: &[Argument], report: &mut Report) {
    let wrong = |wanted: &str, value: &syntax::Value, report: &mut Report| {
        let message = format!("{wanted}; found {value}");
        report.push(Diagnostic::error(message, value.span));
    };
    for argument in arguments {
        let value = &argument.value;
        match kind {
            LayerType::Lambda => {
                let function = argument.name.is_none_or(|name| name.text == "function");
                if function && !matches!(value.kind, ValueKind::String(_)) {
                    wrong("the function of a `Lambda` is a string", value, report);
                }
            }
            LayerType::CustomShape => {
                if let ValueKind::Tuple(values) | ValueKind::List(values) = &value.kind {
                    let low =
                        |value: &&syntax::Value| matches!(value.kind, ValueKind::Integer(..=0));
                    for value in values.iter().filter(low) {
                        wrong(
                            "the dimensions of a `CustomShape` are positive",
                            value,
                            report,
                        );
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether a name is one of a custom layer: `[A-Z][A-Za-z0-9]*Layer`.
fn is_custom(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.ends_with("Layer")
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// What every layer takes.
pub(super) static FAMILY: Signature = Signature {
    positional: &[],
    named: &["name", "trainable", "dtype"],
    not_built: &[("trainable", &["true"]), ("dtype", &["float32", "None"])],
};

/// The activation functions.
pub(super) static ACTIVATIONS: Choices<Activation> = Choices {
    what: "activation",
    built: &[
        ("linear", Activation::Linear),
        ("none", Activation::Linear),
        ("relu", Activation::Relu),
        ("sigmoid", Activation::Sigmoid),
        ("tanh", Activation::Tanh),
        ("softmax", Activation::Softmax),
        ("relu6", Activation::Relu6),
        ("leaky_relu", Activation::LeakyRelu),
        ("elu", Activation::Elu),
        ("selu", Activation::Selu),
        ("gelu", Activation::Gelu),
        ("silu", Activation::Silu),
        ("swish", Activation::Silu),
        ("mish", Activation::Mish),
        ("hard_sigmoid", Activation::HardSigmoid),
        ("log_softmax", Activation::LogSoftmax),
        ("softplus", Activation::Softplus),
        ("softsign", Activation::Softsign),
        ("exponential", Activation::Exponential),
    ],
    not_built: &[],
};

/// What happens at the border.
static PADDINGS: Choices<Padding> = Choices {
    what: "padding",
    built: &[("valid", Padding::Valid), ("same", Padding::Same)],
    not_built: &[],
};
