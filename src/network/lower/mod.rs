//! From the tree to checked networks.
//!
//! Every network is lowered on its own: its sections are told apart, each is read by a file of this
//! folder, the layers are resolved (names and values, each place once), expanded (macros and
//! repetitions) and followed by their shapes. Nothing stops at the first error.

mod arguments;
mod expand;
mod input;
mod layers;
mod loss;
mod optimizer;
mod resolve;
mod section;
mod training;
mod value;

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::Diagnostic;
use crate::network::Network;
use crate::report::Report;
use crate::span::Span;
use crate::syntax::{self, File, Item};
use layers::Context;
use resolve::{Resolver, Steps};
use section::Sections;

/// How many layers a file may expand to.
pub const MAX_LAYERS: u64 = 100_000;

/// What begins a search space: `HPO(choice(32, 64))`.
const SEARCH_SPACE: &str = "HPO";

/// What to say of a part of the language that is not supported yet.
fn not_built(what: &str) -> String {
    format!("{what} is part of the language, but this compiler does not build it yet")
}

/// The networks of a file that can be built, and all that is to be said about it: `said` before,
/// by the parser, and what comes up here.
pub(crate) fn lower(file: &File, said: Vec<Diagnostic>) -> (Vec<Network>, Vec<Diagnostic>) {
    let mut report = Report::of(said);
    let sound = report.errors() == 0;
    let macros = macros(file, &mut report);
    let mut lowering = Lowering {
        resolvers: [false, true].map(|binary| Resolver::new(&macros, Context { binary })),
        layers_left: MAX_LAYERS,
    };
    let mut names: HashMap<&str, Span> = HashMap::new();
    let mut networks = Vec::new();
    for item in &file.items {
        match item {
            Item::Network(tree) => {
                let name = tree.name;
                if let Some(first) = names.insert(name.text, name.span) {
                    let message = format!("two networks have the name `{}`", name.text);
                    let warning = Diagnostic::warning(message, name.span);
                    report.push(warning.with_label(first, "the first"));
                }
                networks.extend(lowering.network(tree, &mut report));
            }
            Item::Research(research) => {
                let place = research.name.map_or(research.span, |name| name.span);
                report.push(Diagnostic::error(not_built("a `research` block"), place));
            }
            Item::Define(_) => {}
        }
    }
    lowering.resolvers[0].resolve_unused(&mut report);
    if names.is_empty() && sound && report.errors() == 0 {
        let message = "the file has no network";
        report.push(Diagnostic::error(message, Span::new(0, 0)));
    }
    (networks, report.finish())
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

        let input = sections
            .input
            .and_then(|setting| input::read(setting, report));
        let loss = sections
            .loss
            .and_then(|setting| loss::read(setting, report));
        let optimizer = sections
            .optimizer
            .and_then(|setting| optimizer::read(setting, report));
        let metrics = sections
            .metrics
            .map(|setting| loss::metrics(setting, report));
        let training = sections
            .train
            .map(|setting| training::read(setting, report));
        if let Some(execute) = sections.execute {
            training::execute(execute, report);
        }

        let layers = sections.layers?;
        let binary = sections.loss.is_some_and(loss::is_binary);
        let steps = self.resolvers[usize::from(binary)].entries(&layers.entries, report);
        self.count(&steps, layers.name.span, report)?;
        let shape = input.as_ref().map(|input| input.shape.clone());
        let (nodes, output) = expand::expand(&steps, shape, report)?;
        let network = Network {
            name: tree.name.text.to_owned(),
            span: tree.name.span,
            inputs: vec![input?],
            nodes,
            output,
            loss,
            optimizer: optimizer.unwrap_or_default(),
            metrics: metrics.unwrap_or_default(),
            training: training.unwrap_or_default(),
        };
        if let (Some(_), Some(setting)) = (network.loss, sections.loss) {
            loss::check_fit(&network, setting, report);
        }
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
