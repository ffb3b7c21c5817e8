//! Names and arguments of layers, each place once however often it is repeated.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::arguments::{Arguments, Taker};
use super::layers::{self, Context, Known, LayerKind};
use super::value::{self, Slot};
use super::{Macros, Report, SEARCH_SPACE, not_built, section};
use crate::diagnostic::Diagnostic;
use crate::network::Operation;
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
    /// A layer that is built.
    Layer {
        operation: Operation,
        kind: &'static LayerKind,
        name: Option<Name<'a>>,
    },
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
                StepKind::Macro(steps) if steps.size > 0 => steps.names(names),
                StepKind::Macro(_) | StepKind::Unknown => {}
            }
        }
    }

    fn push(&mut self, step: Step<'a>) {
        self.size = self.size.saturating_add(step.size());
        if let StepKind::Macro(inner) = &step.kind {
            self.depth = self.depth.max(inner.depth + 1);
        }
        self.list.push(step);
    }
}

impl Step<'_> {
    pub(super) fn size(&self) -> u64 {
        match &self.kind {
            StepKind::Macro(steps) => self.times.saturating_mul(steps.size),
            StepKind::Layer { .. } | StepKind::Unknown => self.times,
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
        let message = not_built(&format!("the branch `{}`", branch.name.text));
        report.push(Diagnostic::error(message, branch.name.span));
        self.inner(&branch.layers, branch.span, report);
        Step {
            times: 1,
            span: branch.span,
            kind: StepKind::Unknown,
        }
    }

    fn layer(&mut self, layer: &'a Layer<'a>, report: &mut Report) -> Step<'a> {
        if let Some(block) = &layer.block {
            self.inner(block, layer.span, report);
        }
        if let Some(device) = &layer.device {
            let slot = Slot {
                name: "@",
                owner: layer.name.text,
                value: device,
            };
            super::training::device(slot, report);
        }
        let times = layer.repeat.as_ref().map(|value| {
            let slot = Slot {
                name: "* N",
                owner: layer.name.text,
                value,
            };
            value::count(slot, report)
        });
        let kind = if self.macros.contains_key(layer.name.text) {
            self.macro_use(layer, report)
        } else {
            self.built(layer, report).unwrap_or(StepKind::Unknown)
        };
        Step {
            times: times.flatten().unwrap_or(1),
            span: layer.span,
            kind,
        }
    }

    /// The layers inside a layer that is not built yet: they are checked all the same.
    fn inner(&mut self, block: &'a [LayerEntry<'a>], span: Span, report: &mut Report) {
        if self.depth > MAX_NESTING {
            report.push(too_deep(span));
        } else {
            self.entries(block, report);
        }
    }

    fn built(&mut self, layer: &'a Layer<'a>, report: &mut Report) -> Option<StepKind<'a>> {
        let name = layer.name;
        let kind = match layers::find(name.text) {
            Some(Known::Built(kind)) => kind,
            _ if name.text == SEARCH_SPACE => {
                report.push(Diagnostic::error(not_built("a search space"), name.span));
                return None;
            }
            Some(Known::NotBuilt) => {
                let message = not_built(&format!("the layer `{}`", name.text));
                report.push(Diagnostic::error(message, name.span));
                return None;
            }
            None => {
                self.unknown(name, report);
                return None;
            }
        };
        if layer.block.is_some() {
            let message = format!("`{}` takes no layers in braces", kind.name);
            report.push(Diagnostic::error(message, name.span));
        }
        let taker = Taker {
            owner: kind.name,
            own: &kind.signature,
            family: &layers::FAMILY,
        };
        let arguments = Arguments::bind(taker, name, &layer.arguments, report);
        let given = self.given_name(&arguments, report);
        let operation = (kind.build)(&arguments, &self.context, report)?;
        Some(StepKind::Layer {
            operation,
            kind,
            name: given,
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

    fn macro_use(&mut self, layer: &'a Layer<'a>, report: &mut Report) -> StepKind<'a> {
        let name = layer.name;
        if let Some(argument) = layer.arguments.first() {
            let message = format!("the macro `{}` takes no arguments", name.text);
            report.push(
                Diagnostic::error(message, argument.span).with_hint("macros have no parameters"),
            );
        }
        if layer.block.is_some() {
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
