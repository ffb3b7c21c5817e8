//! From pest's pairs to the tree.

use pest::iterators::{Pair, Pairs};

use super::grammar::Rule;
use super::tree::{
    Argument, Branch, CHOICES, Call, Define, File, Item, Layer, LayerEntry, Layers, Name, Network,
    Research, SPACE, Section, Setting, Value, ValueKind,
};
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// Builds nodes whose places are shifted by the offset of the parsed part in the whole text.
pub(super) struct Builder {
    offset: usize,
    /// Numbers that do not fit.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether a search space was seen.
    pub(super) searches: bool,
    /// Whether the values at hand are those of a choice.
    choosing: bool,
}

/// What is wrong with `{ layers }` behind what stands for no layer of a list.
pub(crate) const BLOCK_OF_VALUE: &str =
    "layers in braces stand behind a layer, and this is a value";

/// The grammar fixes what stands inside a rule; anything else is a fault of this file.
const GRAMMAR: &str = "the grammar says what stands here";

impl Builder {
    pub(super) fn new(offset: usize) -> Self {
        Self {
            offset,
            diagnostics: Vec::new(),
            searches: false,
            choosing: false,
        }
    }

    pub(super) fn file<'t>(&mut self, file: Pair<'t, Rule>) -> File<'t> {
        let items = file
            .into_inner()
            .filter_map(|pair| match pair.as_rule() {
                Rule::network => Some(Item::Network(self.network(pair))),
                Rule::define => Some(Item::Define(self.define(pair))),
                Rule::research => Some(Item::Research(self.research(pair))),
                _ => None,
            })
            .collect();
        File {
            items,
            searches: self.searches,
        }
    }

    fn network<'t>(&mut self, pair: Pair<'t, Rule>) -> Network<'t> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        Network {
            span,
            name: self.next_name(&mut inner),
            sections: each(inner, |pair| self.section(pair)),
        }
    }

    pub(super) fn define<'t>(&mut self, pair: Pair<'t, Rule>) -> Define<'t> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        Define {
            span,
            name: self.next_name(&mut inner),
            layers: self.entries(inner.next().expect(GRAMMAR).into_inner()),
        }
    }

    pub(super) fn research<'t>(&mut self, pair: Pair<'t, Rule>) -> Research<'t> {
        let span = self.span(&pair);
        let mut name = None;
        let mut settings = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::identifier => name = Some(self.name(&part)),
                _ => settings = self.settings(part.into_inner()),
            }
        }
        Research {
            span,
            name,
            settings,
        }
    }

    pub(super) fn section<'t>(&mut self, pair: Pair<'t, Rule>) -> Section<'t> {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::layers => {
                let name = Name {
                    text: "layers",
                    span: Span::new(span.start(), span.start() + "layers".len()),
                };
                let entries = self.entries(pair.into_inner());
                Section::Layers(Layers {
                    span,
                    name,
                    entries,
                })
            }
            _ => Section::Setting(self.setting(pair)),
        }
    }

    fn setting<'t>(&mut self, pair: Pair<'t, Rule>) -> Setting<'t> {
        let span = self.span(&pair);
        let is_device = pair.as_rule() == Rule::device;
        let mut inner = pair.into_inner();
        let name = if is_device {
            Name {
                text: "@",
                span: Span::new(span.start(), span.start() + 1),
            }
        } else {
            self.next_name(&mut inner)
        };
        Setting {
            span,
            name,
            values: each(inner, |value| self.value(value)),
        }
    }

    fn settings<'t>(&mut self, pairs: Pairs<'t, Rule>) -> Vec<Setting<'t>> {
        each(pairs, |pair| self.setting(pair))
    }

    fn entries<'t>(&mut self, pairs: Pairs<'t, Rule>) -> Vec<LayerEntry<'t>> {
        each(pairs, |pair| match pair.as_rule() {
            Rule::branch => LayerEntry::Branch(self.branch(pair)),
            _ => LayerEntry::Layer(self.layer(pair)),
        })
    }

    fn branch<'t>(&mut self, pair: Pair<'t, Rule>) -> Branch<'t> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        Branch {
            span,
            name: self.next_name(&mut inner),
            layers: self.entries(inner.next().expect(GRAMMAR).into_inner()),
        }
    }

    fn layer<'t>(&mut self, pair: Pair<'t, Rule>) -> Layer<'t> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let mut layer = Layer {
            span,
            name: self.next_name(&mut inner),
            arguments: Vec::new(),
            device: None,
            block: None,
            repeat: None,
        };
        self.searches |= layer.name.text == SPACE;
        for part in inner {
            match part.as_rule() {
                Rule::arguments => layer.arguments = self.arguments(part),
                Rule::device => layer.device = Some(Box::new(self.only_value(part))),
                Rule::block => layer.block = Some(self.entries(part.into_inner())),
                _ => layer.repeat = Some(Box::new(self.only_value(part))),
            }
        }
        layer
    }

    fn arguments<'t>(&mut self, pair: Pair<'t, Rule>) -> Vec<Argument<'t>> {
        each(pair.into_inner(), |pair| self.argument(pair))
    }

    fn argument<'t>(&mut self, pair: Pair<'t, Rule>) -> Argument<'t> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let first = inner.next().expect(GRAMMAR);
        match inner.next() {
            Some(value) => Argument {
                span,
                name: Some(self.name(&first)),
                value: self.value(value),
            },
            None => Argument {
                span,
                name: None,
                value: self.value(first),
            },
        }
    }

    fn only_value<'t>(&mut self, pair: Pair<'t, Rule>) -> Value<'t> {
        self.value(pair.into_inner().next().expect(GRAMMAR))
    }

    pub(super) fn value<'t>(&mut self, pair: Pair<'t, Rule>) -> Value<'t> {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::literal => self.literal(pair.as_str(), span),
            Rule::tuple => ValueKind::Tuple(self.values(pair.into_inner())),
            Rule::list => ValueKind::List(self.values(pair.into_inner())),
            Rule::map => ValueKind::Map(self.settings(pair.into_inner())),
            _ => {
                let mut inner = pair.into_inner();
                let name = self.next_name(&mut inner);
                match inner.next() {
                    None => word(name.text),
                    Some(arguments) => {
                        self.searches |= name.text == SPACE;
                        let outer =
                            std::mem::replace(&mut self.choosing, CHOICES.contains(&name.text));
                        let arguments = self.arguments(arguments);
                        self.choosing = outer;
                        ValueKind::Call(Box::new(Call {
                            name,
                            arguments,
                            block: inner.next().map(|block| self.block_of_value(block)),
                        }))
                    }
                }
            }
        };
        Value { span, kind }
    }

    /// The layers behind a layer of a choice; behind another value they mean nothing.
    fn block_of_value<'t>(&mut self, pair: Pair<'t, Rule>) -> Vec<LayerEntry<'t>> {
        if !self.choosing {
            let fault = Diagnostic::error(BLOCK_OF_VALUE, self.span(&pair));
            self.diagnostics.push(fault);
        }
        let outer = std::mem::replace(&mut self.choosing, false);
        let layers = self.entries(pair.into_inner());
        self.choosing = outer;
        layers
    }

    fn values<'t>(&mut self, pairs: Pairs<'t, Rule>) -> Vec<Value<'t>> {
        each(pairs, |pair| self.value(pair))
    }

    /// A string or a number.
    fn literal<'t>(&mut self, text: &'t str, span: Span) -> ValueKind<'t> {
        if text.starts_with(['"', '\'']) {
            // `"Adam(learning_rate=HPO(…))"`
            self.searches |= text.contains(SPACE);
            ValueKind::String(&text[1..text.len() - 1])
        } else {
            self.number(text, span)
        }
    }

    fn number<'t>(&mut self, text: &str, span: Span) -> ValueKind<'t> {
        if !text.contains(['.', 'e', 'E']) {
            return match text.parse() {
                Ok(integer) => ValueKind::Integer(integer),
                Err(_) => self.does_not_fit("this integer does not fit 64 bits", span),
            };
        }
        match text.parse::<f64>() {
            Ok(float) if float.is_finite() => ValueKind::Float(float),
            _ => self.does_not_fit("this number is beyond what a float can hold", span),
        }
    }

    fn does_not_fit<'t>(&mut self, message: &str, span: Span) -> ValueKind<'t> {
        self.diagnostics.push(Diagnostic::error(message, span));
        ValueKind::Invalid
    }

    pub(super) fn next_name<'t>(&self, pairs: &mut Pairs<'t, Rule>) -> Name<'t> {
        self.name(&pairs.next().expect(GRAMMAR))
    }

    fn name<'t>(&self, pair: &Pair<'t, Rule>) -> Name<'t> {
        Name {
            text: pair.as_str(),
            span: self.span(pair),
        }
    }

    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        Span::new(self.offset + span.start(), self.offset + span.end())
    }
}

/// A node for each pair, in a vector without room to spare: `collect` makes room for four.
fn each<'t, T>(pairs: Pairs<'t, Rule>, node: impl FnMut(Pair<'t, Rule>) -> T) -> Vec<T> {
    let mut nodes = Vec::with_capacity(pairs.len());
    nodes.extend(pairs.map(node));
    nodes
}

/// A bare word, or one of the constants: `true` and `false` in any case, three ways to write `None`.
fn word(text: &str) -> ValueKind<'_> {
    if text.eq_ignore_ascii_case("true") {
        ValueKind::Bool(true)
    } else if text.eq_ignore_ascii_case("false") {
        ValueKind::Bool(false)
    } else if matches!(text, "None" | "none" | "NONE") {
        ValueKind::None
    } else {
        ValueKind::Word(text)
    }
}
