//! From resolved layers to nodes: repetitions and macros written out, layers named, shapes followed.

use std::collections::{HashMap, HashSet};

use super::Report;
use super::channels::{ChannelsFirst, permute};
use super::resolve::{Step, StepKind, Steps};
use crate::diagnostic::Diagnostic;
use crate::network::{Input, Layer, LayerType, Node, Operation, Request, Shape, Value};
use crate::span::Span;
use crate::syntax::Name;

/// A tensor with more bytes draws a warning.
const LARGE: u64 = 1_000_000_000;

/// The nodes of resolved layers and the value of the last one, where all of them have a shape. The inputs may be unknown; names are checked all the same.
pub(super) fn expand(steps: &Steps, inputs: &[Input], report: &mut Report) -> Option<Expanded> {
    let mut reserved = HashSet::new();
    steps.names(&mut reserved);
    let mut expansion = Expansion {
        inputs,
        nodes: Vec::new(),
        output: Value::Input(0),
        more: (1..inputs.len()).map(Value::Input).collect(),
        branched: false,
        broken: inputs.is_empty(),
        vague: false,
        reserved,
        given: HashMap::new(),
        automatic: HashMap::new(),
        parameters: 0,
        ended: None,
        warned: HashSet::new(),
        note: None,
        uses: Vec::new(),
        report,
    };
    expansion.run(steps);
    if !expansion.more.is_empty() && !expansion.broken {
        let place = steps.list.last().map_or(Span::new(0, 0), |step| step.span);
        let message = "several branches are open at the end of the network";
        let fault = Diagnostic::error(message, place);
        let hint = "merge them: `Concatenate()`, `Add()`, …";
        expansion.report.push(fault.with_hint(hint));
        return None;
    }
    let Expansion {
        nodes,
        output,
        broken,
        ..
    } = expansion;
    (!broken).then_some(Expanded { nodes, output })
}

/// What an expansion gives.
pub(super) struct Expanded {
    pub(super) nodes: Vec<Node>,
    pub(super) output: Value,
}

/// The nodes of a network as they come.
struct Expansion<'a, 'r> {
    inputs: &'r [Input],
    nodes: Vec<Node>,
    output: Value,
    /// The other branches that are open.
    more: Vec<Value>,
    /// Whether a branch has been named, so that what is open are branches and no bare inputs.
    branched: bool,
    /// Whether shapes are lost, after an error.
    broken: bool,
    /// Whether a layer without a meaning stands before, so that shapes are a guess.
    vague: bool,
    /// The names that the file gives, which no automatic name may take.
    reserved: HashSet<&'a str>,
    given: HashMap<&'a str, Span>,
    /// How many automatic names each stem has so far.
    automatic: HashMap<&'static str, u64>,
    parameters: u64,
    /// The `Output` that has ended the network.
    ended: Option<Span>,
    warned: HashSet<Span>,
    /// How the input of a layer with channels first is to be read, while such a layer is added.
    note: Option<String>,
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
                    stem,
                    ends,
                    name,
                    asked,
                } => {
                    self.follow_output(step.span);
                    let name = self.name(*name, stem);
                    self.place(name, operation, asked, step.span);
                    for _ in 1..operation.blocks() {
                        let name = self.automatic_name(stem);
                        self.place(name, operation, asked, step.span);
                    }
                    if *ends {
                        self.ended.get_or_insert(step.span);
                    }
                }
                StepKind::Macro(steps) => {
                    self.uses.push(step.span);
                    self.run(steps);
                    self.uses.pop();
                }
                StepKind::Group(steps) => self.run(steps),
                StepKind::Residual(steps) => self.residual(steps, step.span),
                StepKind::Branch(name, steps) => self.branch(*name, steps),
                StepKind::Unknown => {
                    self.broken = true;
                    return;
                }
            }
        }
    }

    /// Layers on an input of a name; its result stands beside those of the branches before it.
    fn branch(&mut self, name: Name<'a>, steps: &Steps<'a>) {
        let found = self.inputs.iter().position(|input| input.name == name.text);
        let Some(index) = found else {
            if !self.inputs.is_empty() {
                let names = self.inputs.iter().map(|input| input.name.as_str());
                let message = format!("the network has no input `{}`", name.text);
                self.report
                    .push_unknown(message, name.span, name.text, names);
            }
            self.broken = true;
            return;
        };
        let mut before = std::mem::take(&mut self.more);
        if self.branched {
            // Three branches are merged in the order in which they stand.
            before.insert(0, self.output);
        } else {
            before.clear();
        }
        self.branched = true;
        self.output = Value::Input(index);
        self.run(steps);
        before.push(self.output);
        self.output = before.remove(0);
        self.more.splice(0..0, before);
    }

    /// `block(x) + x`
    fn residual(&mut self, steps: &Steps<'a>, span: Span) {
        let start = self.output;
        self.run(steps);
        if self.broken {
            return;
        }
        let (before, after) = (self.shape(start).clone(), self.shape(self.output).clone());
        if before != after && !self.vague {
            let message = format!(
                "a residual block must keep the shape: it takes {before} and gives {after}"
            );
            self.fault(Diagnostic::error(message, span));
            return;
        }
        let name = self.automatic_name("add");
        self.nodes.push(Node {
            name,
            operation: Operation::Layer(Box::new(Layer {
                kind: LayerType::Add,
                arguments: Vec::new(),
            })),
            inputs: vec![self.output, start],
            shape: before,
            span,
            requests: Vec::new(),
        });
        self.output = Value::Node(self.nodes.len() - 1);
    }

    fn shape(&self, value: Value) -> &Shape {
        match value {
            Value::Input(index) => &self.inputs[index].shape,
            Value::Node(index) => &self.nodes[index].shape,
        }
    }

    /// Reports what ends the shapes.
    fn fault(&mut self, mut diagnostic: Diagnostic) {
        diagnostic = diagnostic.with_hints(self.note.take());
        if let Some(&used) = self.uses.first() {
            diagnostic = diagnostic.with_label(used, "where the macro is used");
        }
        self.report.push(diagnostic);
        self.broken = true;
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

    /// The values that an operation takes: all that are open, if it takes several.
    fn operands(&mut self, operation: &Operation, span: Span) -> Option<Vec<Value>> {
        let kind = match operation {
            Operation::Layer(layer) => Some(layer.kind),
            _ => None,
        };
        let several = kind.is_some_and(|kind| kind.merges() || kind.attends());
        if several || kind.is_some_and(LayerType::has_no_meaning) {
            let mut operands = vec![self.output];
            operands.append(&mut self.more);
            if operands.len() == 1 && !self.vague && kind.is_some_and(LayerType::merges) {
                let name = kind.map_or("", LayerType::name);
                let message = format!("`{name}` merges branches, and here is one value");
                self.fault(Diagnostic::error(message, span));
                return None;
            }
            return Some(operands);
        }
        if !self.more.is_empty() {
            let message = "this layer takes one value, and several branches are open here";
            let hint = "merge them first: `Concatenate()`, `Add()`, …";
            self.fault(Diagnostic::error(message, span).with_hint(hint));
            return None;
        }
        Some(vec![self.output])
    }

    /// Adds a layer; one with channels first stands between permutations and has them last.
    fn place(&mut self, name: String, operation: &Operation, asked: &[Request], span: Span) {
        if self.broken {
            return;
        }
        let shape = self.shape(self.output);
        let rank = shape.rank();
        let Some(first) = ChannelsFirst::of(operation, asked).filter(|it| it.axes < rank) else {
            return self.push(name, operation, asked, span);
        };
        let before = permute(&first.to_last(rank));
        let note = format!("with channels first: the layer was given {shape}");
        self.push(format!("{name}_channels_last"), &before, &[], span);
        let back = format!("{name}_channels_first");
        self.note = Some(note);
        self.push(name, &first.operation, &first.asked, span);
        self.note = None;
        let rank = self.shape(self.output).rank();
        if first.returns && rank > first.axes && !self.broken {
            let behind = permute(&first.to_first(rank));
            self.push(back, &behind, &[], span);
        }
    }

    fn push(&mut self, name: String, operation: &Operation, asked: &[Request], span: Span) {
        let held;
        let mut operation = operation;
        if self.broken {
            return;
        }
        let Some(operands) = self.operands(operation, span) else {
            return;
        };
        let shape = match operands.as_slice() {
            [input] => operation.output_shape(self.shape(*input)),
            all => {
                let shapes: Vec<&Shape> = all.iter().map(|&value| self.shape(value)).collect();
                operation.output_shape_on(&shapes)
            }
        };
        if matches!(operation, Operation::Layer(layer) if layer.kind.has_no_meaning()) {
            self.vague = true;
        }
        let parameters = match (&shape, operands.as_slice()) {
            (Err(_), _) => Vec::new(),
            (_, [input]) => operation.parameters(&name, self.shape(*input)),
            (_, all) => {
                let shapes: Vec<&Shape> = all.iter().map(|&value| self.shape(value)).collect();
                operation.parameters_on(&name, &shapes)
            }
        };
        let shape = match shape {
            Ok(shape) => shape,
            // What a layer without a meaning has made of the shape is not known, nor then what this
            // one computes: it is held as one of the same kind.
            Err(_) if self.vague => {
                held = Operation::Layer(Box::new(Layer {
                    kind: LayerType::Custom,
                    arguments: Vec::new(),
                }));
                operation = &held;
                self.shape(self.output).clone()
            }
            Err(error) => {
                self.fault(Diagnostic::error(error.message, span).with_hints(error.hint));
                return;
            }
        };
        self.warn_if_large(&shape, "the result of one sample", span);
        for parameter in parameters {
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
            inputs: operands,
            shape,
            span,
            requests: asked.to_vec(),
        });
        self.output = Value::Node(self.nodes.len() - 1);
    }

    fn warn_if_large(&mut self, shape: &Shape, what: &str, span: Span) {
        let bytes = shape.size().map(|size| size.saturating_mul(4));
        if bytes.is_some_and(|bytes| bytes > LARGE) && self.warned.insert(span) {
            let message = format!("{what} has the shape {shape}: more than 1 GB");
            self.report.push(Diagnostic::warning(message, span));
        }
    }
}
