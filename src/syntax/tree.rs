//! The syntax tree: what a file says, word for word.
//!
//! Nothing is looked up and nothing is filled in. Names and strings borrow from the text. Every node
//! knows its place.

use std::fmt;

use serde::Serialize;

use crate::span::Span;

/// A file: its networks, macros and research blocks in the order in which they stand.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct File<'t> {
    /// What the file holds.
    pub items: Vec<Item<'t>>,
    /// Whether it has a search space somewhere.
    #[serde(skip)]
    pub(crate) searches: bool,
}

/// What begins a search space: `HPO(choice(32, 64))`.
pub(crate) const SPACE: &str = "HPO";

/// What holds values to choose from, which may be layers: `choice(32, 64)`.
pub(crate) const CHOICES: [&str; 2] = ["choice", "categorical"];

/// What stands at the top of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Item<'t> {
    /// `network NAME { … }`
    Network(Network<'t>),
    /// `define NAME { … }`
    Define(Define<'t>),
    /// `research NAME { … }`
    Research(Research<'t>),
}

/// `network NAME { sections }`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Network<'t> {
    /// The whole of it.
    pub span: Span,
    /// Its name.
    pub name: Name<'t>,
    /// The sections in the order in which they stand.
    pub sections: Vec<Section<'t>>,
}

/// `define NAME { layers }`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Define<'t> {
    /// The whole of it.
    pub span: Span,
    /// The macro's name.
    pub name: Name<'t>,
    /// What stands for the name.
    pub layers: Vec<LayerEntry<'t>>,
}

/// `research NAME { … }`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Research<'t> {
    /// The whole of it.
    pub span: Span,
    /// Its name, which may be left out.
    pub name: Option<Name<'t>>,
    /// `metrics { … }`, `references { … }`.
    pub settings: Vec<Setting<'t>>,
}

/// A word with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Name<'t> {
    /// The word.
    pub text: &'t str,
    /// Its place.
    pub span: Span,
}

/// A section of a network.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Section<'t> {
    /// `layers:` and what follows.
    Layers(Layers<'t>),
    /// Any other section: `input: (28, 28, 1)`, `train { … }`.
    Setting(Setting<'t>),
    /// A section that has a syntax error; only its name is known.
    Broken(Name<'t>),
}

/// `layers:` and what follows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Layers<'t> {
    /// The whole of it.
    pub span: Span,
    /// The word `layers`.
    pub name: Name<'t>,
    /// The layers and branches.
    pub entries: Vec<LayerEntry<'t>>,
}

/// `name: value`, `name = value` or `name { … }`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Setting<'t> {
    /// The whole of it.
    pub span: Span,
    /// The name; `@` for a device.
    pub name: Name<'t>,
    /// The values, at least one; several only for several inputs: `(10), (20)`.
    pub values: Vec<Value<'t>>,
}

/// What stands in a list of layers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LayerEntry<'t> {
    /// A layer, or a use of a macro.
    Layer(Layer<'t>),
    /// `name: { layers }`
    Branch(Branch<'t>),
}

/// `Type(arguments) @ device { layers } * N`, all but the type optional.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Layer<'t> {
    /// The whole of it.
    pub span: Span,
    /// The type of the layer or the name of a macro.
    pub name: Name<'t>,
    /// What stands in the parentheses.
    pub arguments: Vec<Argument<'t>>,
    /// `@ device`
    pub device: Option<Box<Value<'t>>>,
    /// `{ layers }`
    pub block: Option<Vec<LayerEntry<'t>>>,
    /// `* N`
    pub repeat: Option<Box<Value<'t>>>,
}

/// `name: { layers }`: the layers on an input of that name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Branch<'t> {
    /// The whole of it.
    pub span: Span,
    /// The input's name.
    pub name: Name<'t>,
    /// Its layers.
    pub layers: Vec<LayerEntry<'t>>,
}

/// `value` or `name=value`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Argument<'t> {
    /// The whole of it.
    pub span: Span,
    /// The name, where there is one.
    pub name: Option<Name<'t>>,
    /// The value.
    pub value: Value<'t>,
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Value<'t> {
    /// Its place.
    pub span: Span,
    /// What it is.
    #[serde(flatten)]
    pub kind: ValueKind<'t>,
}

/// The kinds of values.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum ValueKind<'t> {
    /// `128`
    Integer(i64),
    /// `1e-4`
    Float(f64),
    /// `"relu"`, without its quotes.
    String(&'t str),
    /// `true`
    Bool(bool),
    /// `None`
    None,
    /// A bare word: `relu`.
    Word(&'t str),
    /// `(3, 3)`
    Tuple(Vec<Value<'t>>),
    /// `["accuracy"]`
    List(Vec<Value<'t>>),
    /// `Adam(learning_rate=0.001)`, `HPO(choice(32, 64))`, `LSTM(64)`
    Call(Box<Call<'t>>),
    /// `{ name: value … }`
    Map(Vec<Setting<'t>>),
    /// A number that does not fit; it has been reported.
    Invalid,
}

/// A name with arguments in the place of a value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Call<'t> {
    /// The name.
    pub name: Name<'t>,
    /// What stands in the parentheses.
    pub arguments: Vec<Argument<'t>>,
    /// `{ layers }` behind a layer that is one of a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block: Option<Vec<LayerEntry<'t>>>,
}

impl<'t> Section<'t> {
    /// The section's name.
    pub fn name(&self) -> Name<'t> {
        match self {
            Section::Layers(layers) => layers.name,
            Section::Setting(setting) => setting.name,
            Section::Broken(name) => *name,
        }
    }
}

/// Longer strings, lists and names are shortened in messages.
const SHOWN: usize = 40;

impl fmt::Display for Value<'_> {
    /// As the language writes it, shortened for a message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ValueKind::Integer(integer) => write!(f, "{integer}"),
            ValueKind::Float(float) => write!(f, "{float:?}"),
            ValueKind::String(text) if text.len() > SHOWN => f.write_str("a long string"),
            ValueKind::String(text) => write!(f, "\"{text}\""),
            ValueKind::Bool(flag) => write!(f, "{flag}"),
            ValueKind::None => f.write_str("None"),
            ValueKind::Word(word) if word.len() > SHOWN => f.write_str("a long name"),
            ValueKind::Word(word) => write!(f, "`{word}`"),
            ValueKind::Tuple(values) => sequence(f, "(", values, ")"),
            ValueKind::List(values) => sequence(f, "[", values, "]"),
            ValueKind::Call(call) if call.name.text.len() > SHOWN => f.write_str("a call"),
            ValueKind::Call(call) => write!(f, "`{}(…)`", call.name.text),
            ValueKind::Map(_) => f.write_str("{…}"),
            ValueKind::Invalid => f.write_str("an invalid number"),
        }
    }
}

fn sequence(f: &mut fmt::Formatter<'_>, open: &str, values: &[Value], close: &str) -> fmt::Result {
    let plain = |value: &Value| !matches!(value.kind, ValueKind::Tuple(_) | ValueKind::List(_));
    if values.len() > 8 || !values.iter().all(plain) {
        return write!(f, "{open}…{close}");
    }
    f.write_str(open)?;
    for (index, value) in values.iter().enumerate() {
        let comma = if index > 0 { ", " } else { "" };
        write!(f, "{comma}{value}")?;
    }
    f.write_str(close)
}
