//! Parsing a file with syntax errors: part by part.
//!
//! The text is cut at words that begin a part (`network`, `define`, `research`, and inside a network
//! the names of its sections), found by a walk over the tokens that need not trust brackets: one that
//! is missing is what has to be reported.

use pest::iterators::Pair;

use super::build::Builder;
use super::error::{parse_part, shortened};
use super::grammar::Rule;
use super::scan::{Token, Tokens};
use super::tree::{Define, File, Item, Layer, LayerEntry, Name, Network, Section};
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// The names of sections.
pub(super) const SECTIONS: [&str; 8] = [
    "input",
    "layers",
    "loss",
    "optimizer",
    "metrics",
    "train",
    "execute",
    "execution",
];

/// What begins the other parts.
const ITEMS: [&str; 3] = ["network", "define", "research"];

/// What a part holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Head,
    Section,
    NetworkEnd,
    Define,
    Research,
    Stray,
}

/// The parts that are sound as a tree, and the first error of each of the others.
pub(super) fn parse_parts(text: &str) -> (File<'_>, Vec<Diagnostic>) {
    let (parts, mistyped) = cut(text);
    let mut recovery = Recovery {
        text,
        file: File::default(),
        diagnostics: Vec::new(),
        network: None,
        lost_head: None,
    };
    for (part, span) in parts {
        recovery.part(part, span);
    }
    recovery.end_network(Span::new(text.len(), text.len()));
    if recovery.diagnostics.is_empty() && !mistyped {
        // The parts are sound and the whole is not: say what the whole parse says.
        if let Err(fault) = parse_part(Rule::file, text, 0) {
            recovery.diagnostics.push(fault);
        }
    }
    (recovery.file, recovery.diagnostics)
}

struct Recovery<'t> {
    text: &'t str,
    file: File<'t>,
    diagnostics: Vec<Diagnostic>,
    network: Option<Network<'t>>,
    /// Where the head of a network ended that was wrong: what follows it is no second fault.
    lost_head: Option<usize>,
}

impl<'t> Recovery<'t> {
    fn part(&mut self, part: Part, span: Span) {
        match part {
            Part::Head => {
                self.end_network(Span::new(span.start(), span.start()));
                if let Some((mut builder, pair)) = self.parse(Rule::lone_head, span) {
                    let name = builder.next_name(&mut pair.into_inner());
                    self.network = Some(Network {
                        span,
                        name,
                        sections: Vec::new(),
                    });
                    self.keep(&mut builder);
                } else {
                    self.lost_head = Some(span.end());
                }
            }
            Part::Section => {
                let sections = match self.parse(Rule::lone_section, span) {
                    Some((mut builder, pair)) => {
                        let section = builder.section(first(pair));
                        self.keep(&mut builder);
                        vec![section]
                    }
                    None => self.broken(span),
                };
                if let Some(network) = &mut self.network {
                    network.sections.extend(sections);
                }
            }
            Part::NetworkEnd => {
                if let Some(mut network) = self.network.take() {
                    network.span = network.span.to(span);
                    self.file.items.push(Item::Network(network));
                }
            }
            Part::Define => {
                self.end_network(Span::new(span.start(), span.start()));
                if let Some((mut builder, pair)) = self.parse(Rule::lone_define, span) {
                    let define = builder.define(first(pair));
                    self.file.items.push(Item::Define(define));
                    self.keep(&mut builder);
                } else {
                    self.lost_define(span);
                }
            }
            Part::Research => {
                self.end_network(Span::new(span.start(), span.start()));
                if let Some((mut builder, pair)) = self.parse(Rule::lone_research, span) {
                    let research = builder.research(first(pair));
                    self.file.items.push(Item::Research(research));
                    self.keep(&mut builder);
                }
            }
            Part::Stray => self.stray(span),
        }
    }

    fn stray(&mut self, span: Span) {
        let head = self.lost_head.take();
        if head.is_some_and(|end| self.text[end..span.start()].trim().is_empty()) {
            return;
        }
        let found = &self.text[span.start()..span.end()];
        let (wanted, names): (_, &[&str]) = if self.network.is_some() {
            ("a section", &SECTIONS)
        } else {
            ("`network`, `define` or `research`", &ITEMS)
        };
        let near = names.iter().find(|name| is_nearly(name, found));
        let hint = near.map(|name| format!("did you mean `{name}`?"));
        let message = format!("expected {wanted}, found `{}`", shortened(found));
        self.diagnostics
            .push(Diagnostic::error(message, span).with_hints(hint));
    }

    fn parse(&mut self, rule: Rule, span: Span) -> Option<(Builder, Pair<'t, Rule>)> {
        match parse_part(rule, &self.text[span.start()..span.end()], span.start()) {
            Ok(pair) => Some((Builder::new(span.start()), pair)),
            Err(fault) => {
                self.diagnostics.push(fault);
                None
            }
        }
    }

    fn keep(&mut self, builder: &mut Builder) {
        self.diagnostics.append(&mut builder.diagnostics);
        self.file.searches |= builder.searches;
    }

    /// Ends a network whose closing brace is missing.
    fn end_network(&mut self, place: Span) {
        if let Some(network) = self.network.take() {
            let message = format!("the network `{}` is not closed", network.name.text);
            self.diagnostics.push(
                Diagnostic::error(message, place)
                    .with_primary("expected `}`")
                    .with_label(network.name.span, "it begins here"),
            );
            self.file.items.push(Item::Network(network));
        }
    }

    /// A section that is wrong, and those that it has swallowed.
    fn broken(&self, span: Span) -> Vec<Section<'t>> {
        let tokens = Tokens::new(&self.text[span.start()..span.end()]);
        let words = tokens.map(|(_, word)| self.name(word, span.start()));
        let swallowed = |name: &Name| matches!(name.text, "input" | "layers");
        words
            .enumerate()
            .filter(|(index, name)| *index == 0 || swallowed(name))
            .map(|(_, name)| Section::Broken(name))
            .collect()
    }

    /// A macro that is wrong inside is known all the same, so that its uses are no second fault.
    fn lost_define(&mut self, span: Span) {
        let mut tokens = Tokens::new(&self.text[span.start()..span.end()]).skip(1);
        let Some((Token::Word, word)) = tokens.next() else {
            return;
        };
        let name = self.name(word, span.start());
        let nothing = Layer {
            span: name.span,
            name: Name {
                text: "Identity",
                span: name.span,
            },
            arguments: Vec::new(),
            device: None,
            block: None,
            repeat: None,
        };
        self.file.items.push(Item::Define(Define {
            span,
            name,
            layers: vec![LayerEntry::Layer(nothing)],
        }));
    }

    fn name(&self, word: Span, offset: usize) -> Name<'t> {
        let span = Span::new(offset + word.start(), offset + word.end());
        Name {
            text: &self.text[span.start()..span.end()],
            span,
        }
    }
}

fn first(pair: Pair<'_, Rule>) -> Pair<'_, Rule> {
    pair.into_inner()
        .next()
        .expect("the grammar says what stands here")
}

/// Whether a word was probably meant for a name: `trian` for `train`.
fn is_nearly(name: &str, word: &str) -> bool {
    word.len() < 16 && strsim::osa_distance(name, word) <= 2
}

/// Cuts a text into its parts; whether one of them was only nearly named as a section, so that it
/// has a place in the tree and none in the grammar.
fn cut(text: &str) -> (Vec<(Part, Span)>, bool) {
    let tokens: Vec<(Token, Span)> = Tokens::new(text).collect();
    let mut cutter = Cutter {
        text,
        tokens: &tokens,
        parts: Vec::new(),
        open: None,
        depth: 0,
        parentheses: 0,
        in_network: false,
        mistyped: false,
    };
    let mut index = 0;
    while index < tokens.len() {
        index += cutter.step(index);
    }
    cutter.close(text.len());
    (cutter.parts, cutter.mistyped)
}

struct Cutter<'t> {
    text: &'t str,
    tokens: &'t [(Token, Span)],
    parts: Vec<(Part, Span)>,
    /// The part that is being read and where it began.
    open: Option<(Part, usize)>,
    /// Open braces, those of the network included.
    depth: usize,
    parentheses: usize,
    in_network: bool,
    mistyped: bool,
}

impl Cutter<'_> {
    /// Looks at one token; how many were taken.
    fn step(&mut self, index: usize) -> usize {
        let (token, span) = self.tokens[index];
        match token {
            Token::Word => return self.word(index),
            Token::Character(b'{') => self.depth += 1,
            Token::Character(b'}') => return self.closing_brace(span),
            Token::Character(b'(' | b'[') => self.parentheses += 1,
            Token::Character(b')' | b']') => self.parentheses = self.parentheses.saturating_sub(1),
            _ => {}
        }
        let separates = matches!(token, Token::Character(b',' | b';'));
        if self.open.is_none() && !separates {
            self.stray(span);
        }
        1
    }

    fn word(&mut self, index: usize) -> usize {
        let span = self.tokens[index].1;
        let text = &self.text[span.start()..span.end()];
        let starts_line = self.starts_line(index);
        let item = match text {
            "network" => Some(Part::Head),
            "define" => Some(Part::Define),
            "research" => Some(Part::Research),
            _ => None,
        };
        let named = matches!(self.tokens.get(index + 1), Some((Token::Word, _)));
        if let Some(part) = item
            && (self.depth == 0 || starts_line && named)
        {
            return self.begin_item(part, index);
        }
        let followed = self.character(index + 1);
        let mistyped = starts_line
            && followed == Some(b'{')
            && SECTIONS.iter().any(|name| is_nearly(name, text));
        let begins_section = self.in_network
            && (SECTIONS.contains(&text) || followed == Some(b':') || mistyped)
            && self.depth == 1
            && (self.parentheses == 0 || starts_line && SECTIONS.contains(&text))
            && (followed == Some(b':') || followed == Some(b'{') || starts_line);
        self.mistyped |= begins_section && mistyped;
        if begins_section || self.open.is_none() && self.in_network {
            self.close(span.start());
            self.parentheses = 0;
            self.open = Some((Part::Section, span.start()));
        } else if self.open.is_none() {
            self.stray(span);
        }
        1
    }

    fn begin_item(&mut self, part: Part, index: usize) -> usize {
        let start = self.tokens[index].1.start();
        self.close(start);
        self.depth = 0;
        self.parentheses = 0;
        self.in_network = part == Part::Head;
        if part != Part::Head {
            self.open = Some((part, start));
            return 1;
        }
        // The head ends with its brace, or where a brace should have stood.
        let mut taken = 1;
        if matches!(self.tokens.get(index + 1), Some((Token::Word, _))) {
            taken += 1;
        }
        if self.character(index + taken) == Some(b'{') {
            taken += 1;
        }
        self.depth = 1;
        let end = self.tokens[index + taken - 1].1.end();
        self.parts.push((part, Span::new(start, end)));
        taken
    }

    fn closing_brace(&mut self, span: Span) -> usize {
        self.depth = self.depth.saturating_sub(1);
        if self.in_network && self.depth == 0 {
            self.close(span.start());
            self.parts.push((Part::NetworkEnd, span));
            self.in_network = false;
        } else if self.depth == 0 && matches!(self.open, Some((Part::Define | Part::Research, _))) {
            self.close(span.end());
        } else if self.open.is_none() {
            self.stray(span);
        }
        1
    }

    /// What begins no part, once in a row.
    fn stray(&mut self, span: Span) {
        self.parts.push((Part::Stray, span));
        self.open = Some((Part::Stray, span.start()));
    }

    fn close(&mut self, end: usize) {
        match self.open.take() {
            None | Some((Part::Stray, _)) => {}
            Some((part, start)) => self.parts.push((part, Span::new(start, end))),
        }
    }

    fn character(&self, index: usize) -> Option<u8> {
        match self.tokens.get(index) {
            Some((Token::Character(byte), _)) => Some(*byte),
            _ => None,
        }
    }

    fn starts_line(&self, index: usize) -> bool {
        let start = self.tokens[index].1.start();
        let before = &self.text.as_bytes()[..start];
        before
            .iter()
            .rev()
            .find(|byte| !matches!(byte, b' ' | b'\t'))
            .is_none_or(|&byte| byte == b'\n')
    }
}
