//! Signatures: which arguments a layer or an optimiser takes, and what was given for each.

use super::layers::ACTIVATIONS;
use super::value::Slot;
use super::{Report, kind};
use crate::diagnostic::Diagnostic;
use crate::network::Request;
use crate::span::Span;
use crate::syntax::{Argument, Name, Value, ValueKind};

/// The arguments of a layer or an optimiser.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signature {
    /// The arguments that may be given by their place, in Keras' order.
    pub(super) positional: &'static [&'static str],
    /// Those that can only be given by name.
    pub(super) named: &'static [&'static str],
    /// Those that belong to the language and that the checked network cannot hold yet, each with the
    /// values, written as in the language, that mean what is built anyway.
    pub(super) not_built: Kept,
}

impl Signature {
    /// An argument of this name, as the signature has it.
    fn find(&self, name: &str) -> Option<&'static str> {
        self.names().find(|known| *known == name)
    }

    /// The names of all of them.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.positional.iter().chain(self.named).copied()
    }
}

/// What takes arguments: the own ones and those of its whole family.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taker<'a> {
    /// Its name as the language writes it.
    pub(super) owner: &'a str,
    /// What it takes itself.
    pub(super) own: &'static Signature,
    /// What every layer or every optimiser takes.
    pub(super) family: &'static Signature,
}

impl Taker<'_> {
    fn names(&self) -> impl Iterator<Item = &'static str> {
        self.own.names().chain(self.family.names())
    }
}

/// The arguments that were given, each under its name.
pub(super) struct Arguments<'a> {
    /// What takes them, as the language writes it.
    owner: &'a str,
    /// The name in the file, for what is missing.
    place: Span,
    given: Vec<(&'static str, &'a Argument<'a>)>,
    /// Whether one was given under a name that there is not, which was probably meant for another.
    misnamed: bool,
    /// The arguments that operations do not hold, with what is meant without them.
    kept: [Kept; 2],
}

/// Arguments with the values that mean what is built anyway.
type Kept = &'static [(&'static str, &'static [&'static str])];

impl<'a> Arguments<'a> {
    /// Finds the name of every argument and reports those that have none, or one given twice.
    pub(super) fn bind(
        taker: Taker<'a>,
        place: Name<'a>,
        arguments: &'a [Argument<'a>],
        report: &mut Report,
    ) -> Self {
        let mut bound = Self {
            owner: taker.owner,
            place: place.span,
            given: Vec::new(),
            misnamed: false,
            kept: [&[], &[]],
        };
        let mut by_place = taker.own.positional.iter();
        let mut first_named: Option<Span> = None;
        for argument in arguments {
            let name = match argument.name {
                Some(name) => {
                    first_named.get_or_insert(argument.span);
                    bound.by_name(taker, name, report)
                }
                None if first_named.is_some() => {
                    let message = "an argument without a name stands after one with a name";
                    report.push(
                        Diagnostic::error(message, argument.span)
                            .with_label(first_named.unwrap_or(argument.span), "named from here on"),
                    );
                    None
                }
                None if is_activation(taker.owner, by_place.as_slice(), &argument.value) => {
                    by_place.next();
                    Some("activation")
                }
                None => {
                    let name = by_place.next().copied();
                    if name.is_none() {
                        bound.too_many(taker.own, argument, report);
                    }
                    name
                }
            };
            if let Some(name) = name {
                bound.give(name, argument, report);
            }
        }
        bound.kept = [taker.own.not_built, taker.family.not_built];
        bound
    }

    /// As [`Arguments::bind`] for what takes anything: only the arguments of the family are found.
    pub(super) fn bind_any(
        taker: Taker<'a>,
        place: Name<'a>,
        arguments: &'a [Argument<'a>],
        report: &mut Report,
    ) -> Self {
        let mut bound = Self {
            owner: taker.owner,
            place: place.span,
            given: Vec::new(),
            misnamed: false,
            kept: [&[], taker.family.not_built],
        };
        for argument in arguments {
            let found = argument.name.and_then(|name| taker.family.find(name.text));
            if let Some(name) = found {
                bound.give(name, argument, report);
            }
        }
        bound
    }

    fn by_name(&mut self, taker: Taker, name: Name, report: &mut Report) -> Option<&'static str> {
        let find = |text| taker.own.find(text).or_else(|| taker.family.find(text));
        let found = find(name.text).or_else(|| find(other_name(taker.owner, name.text)?));
        self.misnamed |= found.is_none();
        if found.is_none() {
            let message = format!("`{}` has no argument `{}`", self.owner, name.text);
            report.push_unknown(message, name.span, name.text, taker.names());
        }
        found
    }

    fn too_many(&self, signature: &Signature, argument: &Argument, report: &mut Report) {
        let owner = self.owner;
        let message = match signature.positional {
            [] => format!("`{owner}` takes no argument by place"),
            [_] => format!("`{owner}` takes at most one argument by place"),
            all => format!("`{owner}` takes at most {} arguments by place", all.len()),
        };
        report.push(Diagnostic::error(message, argument.span));
    }

    fn give(&mut self, name: &'static str, argument: &'a Argument<'a>, report: &mut Report) {
        if let Some((_, first)) = self.given.iter().find(|(known, _)| *known == name) {
            let message = format!("`{name}` is given twice");
            report.push(
                Diagnostic::error(message, argument.span)
                    .with_primary("the second time")
                    .with_label(first.span, "the first time"),
            );
            return;
        }
        self.given.push((name, argument));
    }

    /// What is asked for beside the operation: the arguments that it does not hold, read and checked.
    pub(super) fn asked(&self, report: &mut Report) -> Vec<Request> {
        let mut asked = Vec::new();
        for &(name, harmless) in self.kept.into_iter().flatten() {
            let Some(slot) = self.slot(name) else {
                continue;
            };
            let Some(value) = kind::read(slot, report) else {
                continue;
            };
            let written = match slot.value.kind {
                ValueKind::Invalid => continue,
                ValueKind::String(text) | ValueKind::Word(text) => text.to_owned(),
                _ => slot.value.to_string(),
            };
            if !harmless
                .iter()
                .any(|known| known.eq_ignore_ascii_case(&written))
            {
                asked.push(Request {
                    name: name.to_owned(),
                    owner: self.owner.to_owned(),
                    value,
                    span: slot.value.span,
                });
            }
        }
        asked
    }

    /// Whether an argument was given; reports it where it was not.
    pub(super) fn needs(&self, name: &str, report: &mut Report) -> bool {
        let given = self.given(name).is_some();
        if !given && !self.misnamed {
            let message = format!("`{}` needs the argument `{name}`", self.owner);
            report.push(Diagnostic::error(message, self.place));
        }
        given
    }

    /// Reports an argument that must be given and is `None`.
    pub(super) fn refuse_none(&self, name: &str, report: &mut Report) {
        let place = self.given(name).map_or(self.place, |given| given.span);
        let message = format!("`{name}` of `{}` cannot be None", self.owner);
        report.push(Diagnostic::error(message, place));
    }

    fn slot(&self, name: &'a str) -> Option<Slot<'a>> {
        let (_, argument) = self.given.iter().find(|(known, _)| *known == name)?;
        Some(Slot {
            name,
            owner: self.owner,
            value: &argument.value,
        })
    }

    /// What was given for an argument, without reading it.
    pub(super) fn given(&self, name: &str) -> Option<&'a Argument<'a>> {
        let (_, argument) = self.given.iter().find(|(known, _)| *known == name)?;
        Some(argument)
    }

    /// An argument that must be given; `None` where it is missing or wrong, which is reported.
    pub(super) fn required<T>(
        &self,
        name: &'a str,
        read: impl Fn(Slot<'a>, &mut Report) -> Option<T>,
        report: &mut Report,
    ) -> Option<T> {
        match self.slot(name) {
            Some(slot) => read(slot, report),
            None if self.misnamed => None,
            None => {
                let message = format!("`{}` needs the argument `{name}`", self.owner);
                report.push(Diagnostic::error(message, self.place));
                None
            }
        }
    }

    /// An argument with a default; `None` where it is wrong, which is reported.
    pub(super) fn or<T>(
        &self,
        name: &'a str,
        default: T,
        read: impl Fn(Slot<'a>, &mut Report) -> Option<T>,
        report: &mut Report,
    ) -> Option<T> {
        match self.slot(name) {
            Some(slot) => read(slot, report),
            None => Some(default),
        }
    }

    /// An argument whose default is `None`: absent or written so it is `Some(None)`.
    pub(super) fn optional<T>(
        &self,
        name: &'a str,
        read: impl Fn(Slot<'a>, &mut Report) -> Option<T>,
        report: &mut Report,
    ) -> Option<Option<T>> {
        match self.slot(name) {
            Some(slot) if slot.value.kind != ValueKind::None => read(slot, report).map(Some),
            _ => Some(None),
        }
    }
}

/// Other names of arguments: those of older Keras, of other libraries, or of the language itself.
const OTHER_NAMES: &[(&str, &str, &[&str])] = &[
    ("dff", "ff_dim", TRANSFORMERS),
    ("dropout_rate", "dropout", TRANSFORMERS),
    ("rate", "dropout", TRANSFORMERS),
    ("rate", "dropout", RECURRENT),
    ("num_blocks", "num_layers", TRANSFORMERS),
    ("vocab_size", "input_dim", &["Embedding"]),
    ("embedding_dim", "output_dim", &["Embedding"]),
    ("embedding_dim", "d_model", &["PositionalEncoding"]),
    ("alpha", "negative_slope", &["LeakyReLU"]),
    ("use_causal_mask", "causal", &["MultiHeadAttention"]),
    ("l", "l1", &["L1"]),
    ("l", "l2", &["L2"]),
    ("scale", "factor", &["Rescaling"]),
];
const TRANSFORMERS: &[&str] = &["Transformer", "TransformerEncoder", "TransformerDecoder"];
const RECURRENT: &[&str] = &[
    "SimpleRNN",
    "LSTM",
    "GRU",
    "SimpleRNNDropoutWrapper",
    "LSTMDropoutWrapper",
    "GRUDropoutWrapper",
];

/// The name of an argument that a file calls otherwise.
fn other_name(owner: &str, name: &str) -> Option<&'static str> {
    let other = OTHER_NAMES
        .iter()
        .find(|(other, _, owners)| *other == name && owners.contains(&owner));
    other.map(|(_, known, _)| *known)
}

/// Whether a value stands for the activation of a convolution, though strides are next: people write
/// `Conv2D(32, (3, 3), "relu")`, which means nothing else.
fn is_activation(owner: &str, next: &[&str], value: &Value) -> bool {
    let (ValueKind::String(text) | ValueKind::Word(text)) = value.kind else {
        return false;
    };
    owner.contains("Conv") && next.first() == Some(&"strides") && ACTIVATIONS.knows(text)
}
