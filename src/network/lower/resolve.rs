//! Names and arguments of layers, each place once however often it is repeated.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::arguments::Arguments;
use super::layers::{self, Context, Known};
use super::value::{self, Slot};
use super::{Macros, Report, section};
use crate::diagnostic::Diagnostic;
use crate::network::{Operation, Request};
use crate::span::Span;
use crate::syntax::{Branch, Layer, LayerEntry, MAX_NESTING, Name, ValueKind};

/// What an entry in a list of layers means.
#[derive(Debug)]
pub(super) struct Step<'a> {
    /// How often it stands there.
    pub(super) times: u64,
    /// Its place.
    pub(super) span: Span,
    /// What stands there.
    pub(super) kind: StepKind<'a>,
}

#[derive(Debug)]
pub(super) enum StepKind<'a> {
    /// A layer.
    Layer {
        operation: Operation,
        stem: &'static str,
        /// Whether it ends the network.
        ends: bool,
        name: Option<Name<'a>>,
        asked: Vec<Request>,
    },
    /// A layer with the layers in its braces behind it.
    Group(Rc<Steps<'a>>),
    /// Layers whose result is added to what they take.
    Residual(Rc<Steps<'a>>),
    /// Layers on the input of a name.
    Branch(Name<'a>, Rc<Steps<'a>>),
    /// The layers of a macro.
    Macro(Rc<Steps<'a>>),
    /// Something that has been reported: what follows has a shape that is not known.
    Unknown,
}

/// A list of layers with what it expands to.
#[derive(Debug, Default)]
pub(super) struct Steps<'a> {
    pub(super) list: Vec<Step<'a>>,
    size: u64,
    depth: usize,
}

impl<'a> Steps<'a> {
    /// How many layers it expands to; as many as 64 bits can count where it is more.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// The place that expands to most layers.
    pub(super) fn largest(&self) -> Option<Span> {
        let largest = self.list.iter().max_by_key(|step| step.size())?;
        Some(largest.span)
    }

    /// The names that the file gives to layers, macros included; as costly as the expansion at most.
    pub(super) fn names(&self, names: &mut HashSet<&'a str>) {
        for step in &self.list {
            match &step.kind {
                StepKind::Layer { name, .. } => names.extend(name.map(|name| name.text)),
                StepKind::Macro(steps)
                | StepKind::Group(steps)
                | StepKind::Residual(steps)
                | StepKind::Branch(_, steps) => {
                    if steps.size > 0 {
                        steps.names(names);
                    }
                }
                StepKind::Unknown => {}
            }
        }
    }

    fn push(&mut self, step: Step<'a>) {
        self.size = self.size.saturating_add(step.size());
        match &step.kind {
            StepKind::Macro(inner)
            | StepKind::Group(inner)
            | StepKind::Residual(inner)
            | StepKind::Branch(_, inner) => self.depth = self.depth.max(inner.depth + 1),
            StepKind::Layer { .. } | StepKind::Unknown => {}
        }
        self.list.push(step);
    }
}

impl Step<'_> {
    pub(super) fn size(&self) -> u64 {
        match &self.kind {
            StepKind::Macro(steps) | StepKind::Group(steps) | StepKind::Branch(_, steps) => {
                self.times.saturating_mul(steps.size)
            }
            StepKind::Residual(steps) => self.times.saturating_mul(steps.size.saturating_add(1)),
            // Blocks of a transformer, one behind the other.
            StepKind::Layer { operation, .. } => self.times.saturating_mul(operation.blocks()),
            StepKind::Unknown => self.times,
        }
    }
}

/// Resolves the layers of networks that share a context.
pub(super) struct Resolver<'a> {
    macros: &'a Macros<'a>,
    context: Context,
    resolved: HashMap<&'a str, Rc<Steps<'a>>>,
    /// The macros whose layers are being resolved, outermost first.
    open: Vec<&'a str>,
    depth: usize,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(macros: &'a Macros<'a>, context: Context) -> Self {
        Self {
            macros,
            context,
            resolved: HashMap::new(),
            open: Vec::new(),
            depth: 0,
        }
    }

    /// Reports what is wrong with the macros that nothing has used.
    pub(super) fn resolve_unused(&mut self, report: &mut Report) {
        let macros = self.macros;
        let mut names: Vec<Name> = macros.values().map(|define| define.name).collect();
        names.sort_by_key(|name| name.span);
        for name in names {
            self.macro_steps(name, report);
        }
    }

    /// What a list of layers means.
    pub(super) fn entries(
        &mut self,
        entries: &'a [LayerEntry<'a>],
        report: &mut Report,
    ) -> Steps<'a> {
        let mut steps = Steps::default();
        self.depth += 1;
        for entry in entries {
            let step = match entry {
                LayerEntry::Layer(layer) => self.layer(layer, report),
                LayerEntry::Branch(branch) => self.branch(branch, report),
            };
            steps.push(step);
        }
        self.depth -= 1;
        steps
    }

    fn branch(&mut self, branch: &'a Branch<'a>, report: &mut Report) -> Step<'a> {
        let steps = self.inner(&branch.layers, branch.span, report);
        Step {
            times: 1,
            span: branch.span,
            kind: StepKind::Branch(branch.name, Rc::new(steps)),
        }
    }

    fn layer(&mut self, layer: &'a Layer<'a>, report: &mut Report) -> Step<'a> {
        let mut asked = Vec::new();
        if let Some(device) = &layer.device {
            let slot = Slot {
                name: "@",
                owner: layer.name.text,
                value: device,
            };
            asked.extend(super::training::device(slot, report).flatten());
        }
        let times = layer.repeat.as_ref().map(|value| {
            let slot = Slot {
                name: "* N",
                owner: layer.name.text,
                value,
            };
            value::count(slot, report)
        });
        let block = layer.block.as_ref();
        let block = block.map(|block| self.inner(block, layer.span, report));
        let kind = if self.macros.contains_key(layer.name.text) {
            self.macro_use(layer, block, report)
        } else if is_residual(layer.name) {
            residual(layer, block, report)
        } else {
            let single = self.single(layer, asked, report);
            match block {
                Some(mut steps) => {
                    let first = Step {
                        times: 1,
                        span: layer.span,
                        kind: single.unwrap_or(StepKind::Unknown),
                    };
                    steps.push(first);
                    steps.list.rotate_right(1);
                    StepKind::Group(Rc::new(steps))
                }
                None => single.unwrap_or(StepKind::Unknown),
            }
        };
        Step {
            times: times.flatten().unwrap_or(1),
            span: layer.span,
            kind,
        }
    }

    /// The layers in the braces of a layer.
    fn inner(&mut self, block: &'a [LayerEntry<'a>], span: Span, report: &mut Report) -> Steps<'a> {
        if self.depth > MAX_NESTING {
            report.push(too_deep(span));
            return Steps::default();
        }
        self.entries(block, report)
    }

    fn single(
        &mut self,
        layer: &'a Layer<'a>,
        mut asked: Vec<Request>,
        report: &mut Report,
    ) -> Option<StepKind<'a>> {
        let name = layer.name;
        let Some(known) = layers::find(name.text) else {
            self.unknown(name, report);
            return None;
        };
        let read = known.read(name, &layer.arguments, &self.context, report);
        let given = self.given_name(&read.arguments, report);
        asked.extend(read.asked);
        Some(StepKind::Layer {
            operation: read.operation?,
            stem: known.stem(),
            ends: matches!(known, Known::Built(kind) if kind.name == "Output"),
            name: given,
            asked,
        })
    }

    fn given_name(&self, arguments: &Arguments<'a>, report: &mut Report) -> Option<Name<'a>> {
        let value = &arguments.given("name")?.value;
        let text = match value.kind {
            ValueKind::None => return None,
            _ => arguments.required("name", value::text, report)?,
        };
        let name = Name {
            text,
            span: value.span,
        };
        let starts = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
        let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if !starts || !text.bytes().all(word) {
            let message = format!("the name of a layer is an identifier; found \"{text}\"");
            report.push(
                Diagnostic::error(message, value.span)
                    .with_hint("letters, digits and underscores, not a digit first"),
            );
            return None;
        }
        section::check_name("layer", name, report);
        Some(name)
    }

    fn unknown(&self, name: Name, report: &mut Report) {
        let built = layers::names().map(|name| -> &str { name });
        let known = built.chain(self.macros.keys().copied());
        let message = format!("unknown layer `{}`", name.text);
        report.push_unknown(message, name.span, name.text, known);
    }

    fn macro_use(
        &mut self,
        layer: &'a Layer<'a>,
        block: Option<Steps<'a>>,
        report: &mut Report,
    ) -> StepKind<'a> {
        let name = layer.name;
        if let Some(argument) = layer.arguments.first() {
            let message = format!("the macro `{}` takes no arguments", name.text);
            report.push(
                Diagnostic::error(message, argument.span)
                    .with_label(self.macros[name.text].name.span, "defined here")
                    .with_hint("macros have no parameters"),
            );
        }
        if block.is_some() {
            let message = format!("the macro `{}` takes no layers in braces", name.text);
            report.push(Diagnostic::error(message, name.span));
        }
        self.macro_steps(name, report)
            .map_or(StepKind::Unknown, StepKind::Macro)
    }

    /// What a macro means that is used where `name` stands.
    fn macro_steps(&mut self, name: Name<'a>, report: &mut Report) -> Option<Rc<Steps<'a>>> {
        let define = self.macros[name.text];
        if self.open.contains(&name.text) {
            let message = format!("the macro `{}` uses itself", name.text);
            report.push(
                Diagnostic::error(message, name.span).with_label(define.name.span, "defined here"),
            );
            return None;
        }
        let steps = match self.resolved.get(name.text) {
            Some(steps) => Rc::clone(steps),
            None if self.depth > MAX_NESTING => {
                report.push(too_deep(name.span));
                return None;
            }
            None => {
                self.open.push(name.text);
                let steps = Rc::new(self.entries(&define.layers, report));
                self.open.pop();
                self.resolved.insert(define.name.text, Rc::clone(&steps));
                steps
            }
        };
        if self.depth + steps.depth > MAX_NESTING {
            report.push(too_deep(name.span));
            return None;
        }
        Some(steps)
    }
}

fn too_deep(span: Span) -> Diagnostic {
    let message = format!("blocks and macros are nested more than {MAX_NESTING} deep");
    Diagnostic::error(message, span)
}

/// Whether a name is that of a residual block.
fn is_residual(name: Name) -> bool {
    let same = |known: &str| known.eq_ignore_ascii_case(name.text);
    same("ResidualConnection") || same("Residual")
}

fn residual<'a>(
    layer: &'a Layer<'a>,
    block: Option<Steps<'a>>,
    report: &mut Report,
) -> StepKind<'a> {
    let name = layer.name;
    for argument in &layer.arguments {
        let known = argument.name.is_some_and(|name| name.text == "name");
        if !known {
            let message = format!("`{}` takes layers in braces and no arguments", name.text);
            report.push(Diagnostic::error(message, argument.span));
        }
    }
    match block {
        Some(steps) => StepKind::Residual(Rc::new(steps)),
        None if report.is_lenient() => StepKind::Unknown,
        None => {
            let message = format!("`{}` needs layers in braces", name.text);
            report.push(Diagnostic::error(message, name.span));
            StepKind::Unknown
        }
    }
}
