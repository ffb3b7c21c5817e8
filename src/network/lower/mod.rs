//! From the tree to checked networks.
//!
//! Every network is lowered on its own: its sections are told apart, each is read by a file of this
//! folder, the layers are resolved (names and values, each place once), expanded (macros and
//! repetitions) and followed by their shapes. Nothing stops at the first error.

mod arguments;
mod axes;
mod channels;
mod expand;
mod input;
mod kind;
mod layers;
mod loss;
mod optimizer;
mod parameter;
mod research;
mod resolve;
mod schedule;
mod section;
mod space;
mod training;
mod value;

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::Diagnostic;
use crate::network::{Network, Request};
use crate::report::Report;
use crate::span::Span;
use crate::syntax::{self, File, Item};
use layers::Context;
use resolve::{Resolver, Steps};
use section::Sections;
use space::Set;

/// How many layers a file may expand to.
pub const MAX_LAYERS: u64 = 100_000;

/// Every layer of the language with the names of its arguments, in Keras' order: its own, then those that every
/// layer takes. A layer that nobody has defined takes any argument, and only the last stand here.
pub fn layers() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    layers::signatures()
}

/// How much of a file is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Names, values and macros.
    Parse,
    /// That, and whether the networks can be built.
    Check,
}

/// What to say of a part of the language that is not supported yet.
fn not_built(what: &str) -> String {
    format!("{what} is part of the language, but this compiler does not build it yet")
}

/// The networks of a file that can be built, and all that is to be said about it: `said` before,
/// by the parser, and what comes up here.
pub(crate) fn lower(
    file: &File,
    said: Vec<Diagnostic>,
    depth: Depth,
    set: &Set,
) -> (Vec<Network>, Vec<Diagnostic>) {
    let mut report = Report::of(said).lenient(depth == Depth::Parse);
    let sound = report.errors() == 0;
    let point = (file.searches || !set.is_empty()).then(|| space::take(file, set, &mut report));
    let (file, taken, others) = match &point {
        Some(point) => (&point.file, &*point.taken, &*point.others),
        None => (file, &[][..], &[][..]),
    };
    let settings = point.as_ref().map(|point| &*point.other_settings);
    for setting in settings.into_iter().flatten() {
        check_other(setting, &mut report);
    }
    let macros = macros(file, &mut report);
    let mut lowering = Lowering {
        resolvers: [false, true].map(|binary| Resolver::new(&macros, Context { binary })),
        layers_left: MAX_LAYERS,
    };
    let mut names: HashMap<&str, Span> = HashMap::new();
    let mut networks = Vec::new();
    let mut research_only = false;
    for item in &file.items {
        match item {
            Item::Network(tree) => {
                let name = tree.name;
                if let Some(first) = names.insert(name.text, name.span) {
                    let message = format!("two networks have the name `{}`", name.text);
                    let warning = Diagnostic::warning(message, name.span);
                    report.push(warning.with_label(first, "the first"));
                }
                let network = lowering.network(tree, &mut report);
                networks.extend(network.map(|network| at_point(network, tree.span, taken, file)));
            }
            Item::Research(research) => {
                research::read(research, &mut report);
                research_only = true;
            }
            Item::Define(_) => {}
        }
    }
    lowering.resolvers[0].resolve_unused(&mut report);
    lowering.resolvers[0].entries(others, &mut report);
    let parsed = depth == Depth::Parse && !file.items.is_empty();
    if names.is_empty() && !research_only && !parsed && sound && report.errors() == 0 {
        let message = "the file has no network";
        report.push(Diagnostic::error(message, Span::new(0, 0)));
    }
    (networks, report.finish())
}

/// Reads a section with values that were not taken, for what is wrong with them.
fn check_other(setting: &syntax::Setting, report: &mut Report) {
    let asked = &mut Vec::new();
    match setting.name.text {
        "input" => drop(input::read(setting, report)),
        "loss" => drop(loss::read(setting, asked, report)),
        "optimizer" => drop(optimizer::read(setting, asked, report)),
        "metrics" => drop(loss::metrics(setting, report)),
        "train" => drop(training::read(setting, asked, &mut Vec::new(), report)),
        "execute" | "execution" => training::execute(setting, asked, report),
        _ => {}
    }
}

/// Where the sections stand.
fn places(sections: &Sections) -> crate::network::Sections {
    let span = |setting: Option<&syntax::Setting>| setting.map(|setting| setting.span);
    crate::network::Sections {
        loss: span(sections.loss),
        optimizer: span(sections.optimizer),
        metrics: span(sections.metrics),
    }
}

/// The network with what was taken inside it, or in a macro.
fn at_point(mut network: Network, span: Span, taken: &[Request], file: &File) -> Network {
    let inside =
        |outer: Span, inner: Span| outer.start() <= inner.start() && inner.end() <= outer.end();
    let in_macro = |place: Span| {
        file.items
            .iter()
            .any(|item| matches!(item, Item::Define(define) if inside(define.span, place)))
    };
    let here = |request: &&Request| inside(span, request.span) || in_macro(request.span);
    network.point.extend(taken.iter().filter(here).cloned());
    network
}

/// The macros of a file by their names, in an order that does not change from run to run.
type Macros<'a> = BTreeMap<&'a str, &'a syntax::Define<'a>>;

fn macros<'a>(file: &'a File<'a>, report: &mut Report) -> Macros<'a> {
    let mut macros = Macros::new();
    for item in &file.items {
        let Item::Define(define) = item else {
            continue;
        };
        let name = define.name;
        if let Some(first) = macros.get(name.text) {
            let message = format!("the macro `{}` is defined twice", name.text);
            report.push(
                Diagnostic::error(message, name.span)
                    .with_primary("the second time")
                    .with_label(first.name.span, "the first time"),
            );
            continue;
        }
        if define.layers.is_empty() {
            let message = format!("the macro `{}` holds no layers", name.text);
            report.push(Diagnostic::error(message, name.span));
        }
        macros.insert(name.text, define);
    }
    macros
}

/// What the networks of a file share.
struct Lowering<'a> {
    /// Without and with `binary_crossentropy`.
    resolvers: [Resolver<'a>; 2],
    /// How many layers the file may still expand to.
    layers_left: u64,
}

impl<'a> Lowering<'a> {
    /// Lowers one network; `None` where it has an error.
    fn network(&mut self, tree: &'a syntax::Network<'a>, report: &mut Report) -> Option<Network> {
        let errors_before = report.errors();
        section::check_name("network", tree.name, report);
        let sections = Sections::of(tree, report);

        let mut asked = Vec::new();
        let mut point = Vec::new();
        let inputs = sections.input.map(|setting| input::read(setting, report));
        let inputs = inputs.unwrap_or_default();
        let loss = sections
            .loss
            .and_then(|setting| loss::read(setting, &mut asked, report));
        let mut optimizer = sections
            .optimizer
            .and_then(|setting| optimizer::read(setting, &mut asked, report))
            .unwrap_or_default();
        let metrics = sections
            .metrics
            .map(|setting| loss::metrics(setting, report));
        let training = sections
            .train
            .map(|setting| training::read(setting, &mut asked, &mut point, report));
        let (training, rate) = training.unwrap_or_default();
        if let Some(rate) = rate {
            optimizer.learn_at(rate, report);
        }
        if let Some(execute) = sections.execute {
            training::execute(execute, &mut asked, report);
        }

        let layers = sections.layers?;
        let binary = sections.loss.is_some_and(loss::is_binary);
        let steps = self.resolvers[usize::from(binary)].entries(&layers.entries, report);
        self.count(&steps, layers.name.span, report)?;
        if report.is_lenient() {
            return None;
        }
        let expanded = expand::expand(&steps, &inputs, report)?;
        asked.sort_by_key(|request| request.span);
        let network = Network {
            name: tree.name.text.to_owned(),
            span: tree.name.span,
            inputs,
            nodes: expanded.nodes,
            output: expanded.output,
            loss: loss.map(|(loss, _)| loss),
            loss_options: loss.map(|(_, options)| options).unwrap_or_default(),
            optimizer: optimizer.optimizer,
            updates: optimizer.updates,
            metrics: metrics.unwrap_or_default(),
            training,
            sections: places(&sections),
            requests: asked,
            point,
        };
        (report.errors() == errors_before).then_some(network)
    }

    /// Takes the layers of a network from those that the file may expand to.
    fn count(&mut self, steps: &Steps, layers: Span, report: &mut Report) -> Option<()> {
        if let Some(left) = self.layers_left.checked_sub(steps.size()) {
            self.layers_left = left;
            return Some(());
        }
        let message = format!("the file expands to more than {MAX_LAYERS} layers");
        let place = steps.largest().unwrap_or(layers);
        report.push(Diagnostic::error(message, place).with_primary("most of them come from here"));
        None
    }
}
