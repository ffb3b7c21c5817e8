//! From resolved layers to nodes: repetitions and macros written out, layers named, shapes followed.

use std::collections::{HashMap, HashSet};

use super::Report;
use super::resolve::{Step, StepKind, Steps};
use crate::diagnostic::Diagnostic;
use crate::network::{Node, Operation, Shape, Value};
use crate::span::Span;
use crate::syntax::Name;

/// A tensor with more bytes draws a warning.
const LARGE: u64 = 1_000_000_000;

/// The nodes of resolved layers and the value of the last one, where all of them have a shape. The
/// shape of the input may be unknown; names are checked all the same.
pub(super) fn expand(
    steps: &Steps,
    shape: Option<Shape>,
    report: &mut Report,
) -> Option<(Vec<Node>, Value)> {
    let mut reserved = HashSet::new();
    steps.names(&mut reserved);
    let mut expansion = Expansion {
        nodes: Vec::new(),
        output: Value::Input(0),
        shape,
        reserved,
        given: HashMap::new(),
        automatic: HashMap::new(),
        parameters: 0,
        ended: None,
        warned: HashSet::new(),
        uses: Vec::new(),
        report,
    };
    expansion.run(steps);
    let Expansion { nodes, output, .. } = expansion;
    expansion.shape.map(|_| (nodes, output))
}

/// The nodes of a network as they come.
struct Expansion<'a, 'r> {
    nodes: Vec<Node>,
    output: Value,
    /// The shape of `output`; `None` after an error.
    shape: Option<Shape>,
    /// The names that the file gives, which no automatic name may take.
    reserved: HashSet<&'a str>,
    given: HashMap<&'a str, Span>,
    /// How many automatic names each stem has so far.
    automatic: HashMap<&'static str, u64>,
    parameters: u64,
    /// The `Output` that has ended the network.
    ended: Option<Span>,
    warned: HashSet<Span>,
    /// The uses of macros inside which the expansion is, outermost first.
    uses: Vec<Span>,
    report: &'r mut Report,
}

impl<'a> Expansion<'a, '_> {
    /// Writes out a list of layers.
    fn run(&mut self, steps: &Steps<'a>) {
        for step in &steps.list {
            self.step(step);
        }
    }

    fn step(&mut self, step: &Step<'a>) {
        if step.size() == 0 {
            return;
        }
        for _ in 0..step.times {
            match &step.kind {
                StepKind::Layer {
                    operation,
                    kind,
                    name,
                } => {
                    self.follow_output(step.span);
                    let name = self.name(*name, kind.stem);
                    self.push(name, operation, step.span);
                    if kind.name == "Output" {
                        self.ended.get_or_insert(step.span);
                    }
                }
                StepKind::Macro(steps) => {
                    self.uses.push(step.span);
                    self.run(steps);
                    self.uses.pop();
                }
                StepKind::Unknown => {
                    self.shape = None;
                    return;
                }
            }
        }
    }

    /// Reports a layer after the one that ends the network, once.
    fn follow_output(&mut self, span: Span) {
        let Some(output) = self.ended else {
            return;
        };
        if self.warned.insert(output) {
            self.report.push(
                Diagnostic::error("`Output` ends the network, and a layer follows it", output)
                    .with_label(span, "the layer that follows")
                    .with_hint("a layer inside the network is a `Dense`"),
            );
        }
    }

    fn name(&mut self, given: Option<Name<'a>>, stem: &'static str) -> String {
        let Some(name) = given else {
            return self.automatic_name(stem);
        };
        if let Some(first) = self.given.insert(name.text, name.span) {
            let message = format!("two layers have the name `{}`", name.text);
            let diagnostic = Diagnostic::error(message, name.span);
            self.report.push(if first == name.span {
                diagnostic.with_hint("a layer that is repeated cannot have a name of its own")
            } else {
                diagnostic.with_label(first, "the first")
            });
        }
        name.text.to_owned()
    }

    /// Keras' rule: `dense`, `dense_1`, …; a name that the file gives to a layer is passed over.
    fn automatic_name(&mut self, stem: &'static str) -> String {
        let next = self.automatic.entry(stem).or_insert(0);
        loop {
            let name = match *next {
                0 => stem.to_owned(),
                number => format!("{stem}_{number}"),
            };
            *next += 1;
            if !self.reserved.contains(name.as_str()) {
                return name;
            }
        }
    }

    fn push(&mut self, name: String, operation: &Operation, span: Span) {
        let Some(input) = self.shape.take() else {
            return;
        };
        let shape = match operation.output_shape(&input) {
            Ok(shape) => shape,
            Err(error) => {
                let mut diagnostic = Diagnostic::error(error.message, span).with_hints(error.hint);
                if let Some(&used) = self.uses.first() {
                    diagnostic = diagnostic.with_label(used, "where the macro is used");
                }
                self.report.push(diagnostic);
                return;
            }
        };
        self.warn_if_large(&shape, "the result of one sample", span);
        for parameter in operation.parameters(&name, &input) {
            self.warn_if_large(&Shape::known(&parameter.shape), "a parameter", span);
            self.parameters = match self.parameters.checked_add(parameter.count()) {
                Some(sum) if sum <= Shape::LARGEST => sum,
                _ => {
                    let message = "the network has more parameters than 64 bits can count";
                    self.report.push(Diagnostic::error(message, span));
                    return;
                }
            };
        }
        self.nodes.push(Node {
            name,
            operation: operation.clone(),
            inputs: vec![self.output],
            shape: shape.clone(),
            span,
        });
        self.output = Value::Node(self.nodes.len() - 1);
        self.shape = Some(shape);
    }

    fn warn_if_large(&mut self, shape: &Shape, what: &str, span: Span) {
        let bytes = shape.size().map(|size| size.saturating_mul(4));
        if bytes.is_some_and(|bytes| bytes > LARGE) && self.warned.insert(span) {
            let message = format!("{what} has the shape {shape}: more than 1 GB");
            self.report.push(Diagnostic::warning(message, span));
        }
    }
}
