//! Search spaces: `HPO(…)` in the place of a value or a layer, and names that the caller fills in.
//!
//! A network is one point of its space: the first choice, the low end of a range, or what the caller
//! sets. It is taken in a copy of the tree, before anything is looked up, so that what reads values
//! never sees a space. The tree that the parser gave keeps the whole of it.

mod point;
mod value;

use super::layers::{self, Known};
use super::{Report, kind};
use crate::diagnostic::Diagnostic;
use crate::network::Request;
use crate::span::Span;
use crate::syntax::{
    self, Argument, Call, File, Item, Layer, LayerEntry, SPACE, Section, Setting, Value, ValueKind,
};
use point::{first, options};
use value::{as_layer, move_to};

/// Of so many options of one layer or section all are checked; of more, the first of them.
const MAX_OTHERS: usize = 256;

/// Each option is checked in a copy of its layer, with all the others: so many are copied at most.
const MAX_COPIED: usize = 65_536;

/// What the caller sets: names with the text of their values.
pub(crate) type Set = [(String, String)];

/// A point of a file's search space.
pub(super) struct Point<'t> {
    /// The file at that point.
    pub(super) file: File<'t>,
    /// What was taken where the file has a choice.
    pub(super) taken: Vec<Request>,
    /// The layers that were not taken, and layers with the values that were not taken, which are
    /// checked all the same.
    pub(super) others: Vec<LayerEntry<'t>>,
    /// The same of the sections of networks.
    pub(super) other_settings: Vec<Setting<'t>>,
}

/// Takes a point of the search space of a file.
pub(super) fn take<'t>(file: &File<'t>, set: &'t Set, report: &mut Report) -> Point<'t> {
    let values = set.iter().map(|(name, text)| {
        let value = syntax::parse_value(text, 0).ok();
        if value.is_none() {
            let message = format!("`{name}` is set to `{text}`, which is no value");
            report.push(Diagnostic::error(message, Span::new(0, 0)));
        }
        (name.as_str(), value)
    });
    let mut walk = Walk {
        set: values.collect(),
        used: vec![false; set.len()],
        point: Point {
            file: file.clone(),
            taken: Vec::new(),
            others: Vec::new(),
            other_settings: Vec::new(),
        },
        met: Vec::new(),
        turn: None,
        report,
    };
    let mut file = std::mem::take(&mut walk.point.file);
    for item in &mut file.items {
        walk.item(item);
    }
    walk.point.file = file;
    for ((name, _), used) in walk.set.iter().zip(&walk.used) {
        if !used {
            let message = format!("nothing in the file takes the value of `{name}`");
            let fault = Diagnostic::error(message, Span::new(0, 0));
            walk.report.push(fault);
        }
    }
    walk.point
}

struct Walk<'t, 'r> {
    set: Vec<(&'t str, Option<Value<'t>>)>,
    used: Vec<bool>,
    point: Point<'t>,
    /// The spaces of the layer or section that is walked: where, and how many options are not the first.
    met: Vec<(Span, usize)>,
    /// The space of which another option than the first is taken, and which.
    turn: Option<(Span, usize)>,
    report: &'r mut Report,
}

/// Where a value stands: the argument and whose it is.
#[derive(Clone, Copy)]
struct Place<'p> {
    owner: &'p str,
    name: &'p str,
}

impl<'t> Walk<'t, '_> {
    fn item(&mut self, item: &mut Item<'t>) {
        match item {
            Item::Network(network) => {
                for section in &mut network.sections {
                    match section {
                        Section::Layers(layers) => self.entries(&mut layers.entries),
                        Section::Setting(setting) => self.section(setting),
                        Section::Broken(_) => {}
                    }
                }
            }
            Item::Define(define) => self.entries(&mut define.layers),
            Item::Research(_) => {}
        }
    }

    fn entries(&mut self, entries: &mut [LayerEntry<'t>]) {
        for entry in entries {
            match entry {
                LayerEntry::Layer(layer) => self.layer(layer),
                LayerEntry::Branch(branch) => self.entries(&mut branch.layers),
            }
        }
    }

    fn section(&mut self, setting: &mut Setting<'t>) {
        let whole = setting.clone();
        self.met.clear();
        self.setting("network", setting);
        self.take_turns(|walk| {
            let mut other = whole.clone();
            walk.setting("network", &mut other);
            walk.point.other_settings.push(other);
        });
    }

    fn layer(&mut self, layer: &mut Layer<'t>) {
        if layer.name.text == SPACE {
            self.choose_layer(layer);
        }
        let block = layer.block.take();
        self.with_others(layer);
        layer.block = block;
        if let Some(block) = &mut layer.block {
            self.entries(block);
        }
    }

    /// Takes the values of a layer, and keeps the layers with other values.
    fn with_others(&mut self, layer: &mut Layer<'t>) {
        let whole = layer.clone();
        self.met.clear();
        self.values(layer);
        self.take_turns(|walk| {
            let mut other = whole.clone();
            walk.values(&mut other);
            walk.point.others.push(LayerEntry::Layer(other));
        });
    }

    fn values(&mut self, layer: &mut Layer<'t>) {
        let owner = layer.name.text;
        self.arguments(owner, &mut layer.arguments);
        let place = |name| Place { owner, name };
        if let Some(device) = &mut layer.device {
            self.value(place("@"), device);
        }
        if let Some(repeat) = &mut layer.repeat {
            self.value(place("*"), repeat);
        }
    }

    /// Walks once for each option that was not the first where it was met.
    fn take_turns(&mut self, mut walk: impl FnMut(&mut Self)) {
        let met = std::mem::take(&mut self.met);
        let all: usize = met.iter().map(|(_, others)| others).sum();
        let most = MAX_OTHERS.min(MAX_COPIED / all.max(1)).max(1);
        let turns = met
            .into_iter()
            .flat_map(|(span, others)| (1..=others).map(move |option| (span, option)));
        for turn in turns.take(most) {
            self.turn = Some(turn);
            walk(self);
        }
        self.turn = None;
    }

    /// `HPO(choice(Dense(64), Dense(128)))` where a layer stands.
    fn choose_layer(&mut self, layer: &mut Layer<'t>) {
        let call = Call {
            name: layer.name,
            arguments: std::mem::take(&mut layer.arguments),
            block: None,
        };
        let place = Place {
            owner: "layers",
            name: "layer",
        };
        let whole = Value {
            span: layer.span,
            kind: ValueKind::Call(Box::new(call)),
        };
        let options = options(&whole);
        let picked = self.pick(place, &whole);
        let Some(taken) = picked else {
            // Reported; an unknown layer by this name would be a second fault of the same.
            layer.name.text = "Identity";
            return;
        };
        for option in options {
            if option.span == taken.span {
                continue;
            }
            if let Some(mut other) = as_layer(option) {
                // What is taken inside a layer that is not taken is of no interest.
                let taken = self.point.taken.len();
                let block = other.block.take();
                self.with_others(&mut other);
                other.block = block;
                if let Some(block) = &mut other.block {
                    self.entries(block);
                }
                self.point.taken.truncate(taken);
                self.point.others.push(LayerEntry::Layer(other));
            }
        }
        match as_layer(&taken) {
            Some(chosen) => {
                layer.name = chosen.name;
                layer.arguments = chosen.arguments;
                if let (Some(_), Some(_)) = (&chosen.block, &layer.block) {
                    let message =
                        "the layer that is chosen has layers in braces, and so has the choice";
                    self.report.push(Diagnostic::error(message, layer.span));
                }
                layer.block = chosen.block.or(layer.block.take());
            }
            None => {
                let message =
                    format!("a choice in the place of a layer is of layers; found {taken}");
                self.report.push(Diagnostic::error(message, taken.span));
                layer.name.text = "Identity";
            }
        }
    }

    fn arguments(&mut self, owner: &str, arguments: &mut [Argument<'t>]) {
        for (index, argument) in arguments.iter_mut().enumerate() {
            let name = match argument.name {
                Some(name) => name.text,
                None => match layers::find(owner) {
                    Some(Known::Built(kind)) => kind.signature.positional.get(index),
                    Some(Known::Row(row)) => row.signature.positional.get(index),
                    None => None,
                }
                .copied()
                .unwrap_or(""),
            };
            self.value(Place { owner, name }, &mut argument.value);
        }
    }

    fn setting(&mut self, owner: &str, setting: &mut Setting<'t>) {
        let name = setting.name.text;
        for value in &mut setting.values {
            // `"Adam(learning_rate=HPO(…))"`: the string is an expression.
            if let ("optimizer", ValueKind::String(text)) = (name, &value.kind)
                && let Ok(inner) = syntax::parse_value(text, value.span.start() + 1)
            {
                *value = inner;
            }
            self.value(Place { owner, name }, value);
        }
    }

    fn value(&mut self, place: Place, value: &mut Value<'t>) {
        match &mut value.kind {
            ValueKind::Call(call) if call.name.text == SPACE => match self.pick(place, value) {
                Some(taken) => {
                    *value = taken;
                    if let ValueKind::Call(call) = &mut value.kind {
                        if call.block.is_some() {
                            let fault = Diagnostic::error(syntax::BLOCK_OF_VALUE, value.span);
                            self.report.push(fault);
                        }
                        self.arguments(call.name.text, &mut call.arguments);
                    }
                }
                None => value.kind = ValueKind::Invalid,
            },
            ValueKind::Call(call) => self.arguments(call.name.text, &mut call.arguments),
            ValueKind::Word(word) => {
                let word = *word;
                if let Some(set) = self.set_to(word, value.span) {
                    self.record(
                        Place {
                            name: word,
                            ..place
                        },
                        &set,
                        value.span,
                    );
                    *value = set;
                }
            }
            ValueKind::Tuple(values) | ValueKind::List(values) => {
                let chosen = match place.name {
                    "batch_size" => self.set_to(place.name, value.span),
                    _ => None,
                };
                match chosen {
                    Some(set) => {
                        self.record(place, &set, value.span);
                        *value = set;
                    }
                    None => {
                        for value in values {
                            self.value(place, value);
                        }
                    }
                }
            }
            ValueKind::Map(settings) => {
                for setting in settings {
                    self.setting(place.name, setting);
                }
            }
            _ => {}
        }
    }

    /// The value that the caller sets for a name.
    fn set_to(&mut self, name: &str, span: Span) -> Option<Value<'t>> {
        let index = self.set.iter().position(|(known, _)| *known == name)?;
        self.used[index] = true;
        let mut value = self.set[index].1.clone()?;
        move_to(&mut value, span);
        Some(value)
    }

    fn record(&mut self, place: Place, value: &Value, span: Span) {
        if self.turn.is_some() {
            return;
        }
        self.point.taken.push(Request {
            name: place.name.to_owned(),
            owner: place.owner.to_owned(),
            value: kind::owned(value),
            span,
        });
    }

    /// The point of a search space that is taken.
    fn pick(&mut self, place: Place, whole: &Value<'t>) -> Option<Value<'t>> {
        let first = first(whole, self.report)?;
        let options = options(whole);
        if let Some((_, option)) = self.turn.filter(|(span, _)| *span == whole.span) {
            return options.get(option).map(|&option| option.clone());
        }
        if self.turn.is_none() && options.len() > 1 {
            self.met.push((whole.span, options.len() - 1));
        }
        let taken = match self.set_to(place.name, whole.span) {
            Some(set) => set,
            None => first,
        };
        self.record(place, &taken, whole.span);
        Some(taken)
    }
}
